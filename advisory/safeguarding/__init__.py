"""Words that say somebody may be hurt: held, looked at, passed on, and who is called."""

"""Words that say somebody may be hurt: held, looked at, passed on."""

"""The front door: opens the rooms, their jobs and commands."""

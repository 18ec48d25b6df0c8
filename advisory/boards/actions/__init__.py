"""What an administrator sets on a board; every change is in the audit log."""

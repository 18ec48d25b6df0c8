"""What every room stands on: the database, keys, access, the audit log, jobs and the request."""

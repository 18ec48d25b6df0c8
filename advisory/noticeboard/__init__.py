"""What everybody may read about what changed; it needs two approvals."""

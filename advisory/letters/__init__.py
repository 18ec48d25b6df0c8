"""Everything we send out: kept until it has left."""

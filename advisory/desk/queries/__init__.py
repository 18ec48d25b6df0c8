"""What the desk's pages show: small frozen views, built in a constant number of queries."""

"""Every write of the match."""

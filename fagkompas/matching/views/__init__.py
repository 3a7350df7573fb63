"""Pages of the match."""

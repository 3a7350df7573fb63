"""What talks to systems outside."""

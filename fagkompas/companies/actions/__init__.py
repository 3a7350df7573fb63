"""Every write of companies."""

"""Casework in words, a file a subject."""

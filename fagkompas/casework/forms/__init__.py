"""Typed text of casework, a file a subject."""

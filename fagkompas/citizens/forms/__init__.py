"""Typed text on its way to citizens, a file a subject."""

"""Drawings of a case, a file a subject: numbers in, SVG out."""

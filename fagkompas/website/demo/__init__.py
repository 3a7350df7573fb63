"""The demo municipality, made by seeded code: every person in it is invented and marked as demo."""

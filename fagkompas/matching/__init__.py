"""Who fits: citizens beside job orders, shortlists, what citizens and companies say, and what came of it."""

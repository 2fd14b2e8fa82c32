"""What follows from answers: points, scores, what can still happen, and what would change it."""

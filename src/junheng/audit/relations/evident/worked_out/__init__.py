"""Single figures, and what they were worked out from: shares, changes, averages, what is left."""

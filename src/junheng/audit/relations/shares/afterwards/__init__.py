"""Shares looked at once more when the sums are known."""

"""Sums: totals with their parts, told in one list, in several, in brackets, over sentences."""

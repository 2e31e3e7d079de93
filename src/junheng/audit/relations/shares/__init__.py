"""Shares: a percentage with what it is of, singly, in lists, against what was due."""

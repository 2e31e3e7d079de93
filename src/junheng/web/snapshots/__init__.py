"""Frozen, hashed copies of the registry that assessments stand on, and what differs between two."""

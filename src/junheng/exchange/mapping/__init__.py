"""Saved mappings: how a foreign table feeds the dictionary's tables, as data."""

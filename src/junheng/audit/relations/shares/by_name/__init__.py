"""Shares whose part or whole is found by its name, wherever it is told."""

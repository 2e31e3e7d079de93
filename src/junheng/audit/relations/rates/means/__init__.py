"""Averages told otherwise than beside their total and number."""

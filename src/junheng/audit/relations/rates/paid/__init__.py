"""Rates told in another clause, sentence or row than what they are paid for."""

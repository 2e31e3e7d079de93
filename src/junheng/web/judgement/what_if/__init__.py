"""Figures of some schools changed on a copy, and what becomes of the verdicts."""

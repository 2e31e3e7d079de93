"""Totals that no word joins to their lists: read where names and figures speak for it."""

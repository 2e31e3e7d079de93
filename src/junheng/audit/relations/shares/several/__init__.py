"""Shares of several figures together, or of what is worked out of them."""

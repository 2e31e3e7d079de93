"""Shares told in rows: as many as there are names or figures."""

"""Keeping it running: backup, restore, drill, health, structured logs."""

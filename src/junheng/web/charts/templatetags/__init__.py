"""Tags that put charts on a page."""

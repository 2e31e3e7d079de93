"""Template filters of the feature."""

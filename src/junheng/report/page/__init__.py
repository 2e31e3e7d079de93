"""The page that stands alone."""

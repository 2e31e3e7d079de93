"""Changes told apart from the figure they are held against."""

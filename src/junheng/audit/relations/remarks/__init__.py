"""What is remarked of figures without being a relation: stated twice, out of order, against a line of the standards."""

"""The standard applied: dashboard, heat map, schools, indicators, items, comparison, what-if."""

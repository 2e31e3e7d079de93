"""Changes: growth, differences, what is left, balances, years told in a row."""

"""So much for each: averages, products, multiples, and the tables of them."""

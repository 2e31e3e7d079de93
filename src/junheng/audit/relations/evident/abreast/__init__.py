"""What stands abreast of a list that is read: second columns, increases, shares, brackets."""

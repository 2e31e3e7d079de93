"""What all families stand on: the figures near one, terms, the words relations are told by."""

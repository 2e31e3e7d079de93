"""What is left, wanting or over: balances, remainders, what was taken off."""

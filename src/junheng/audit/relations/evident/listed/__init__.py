"""Lists and the figure they come to: told in one place, the whole before them or behind them."""

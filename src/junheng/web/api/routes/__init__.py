"""The interface's operations, one module per feature."""

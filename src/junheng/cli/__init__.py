"""Floor 6: the same acts at a shell, one module per verb."""

from junheng.cli.app import main

__all__ = ["main"]

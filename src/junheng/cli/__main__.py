"""`python -m junheng.cli` is the command `junheng`."""

from junheng.cli import main

main()

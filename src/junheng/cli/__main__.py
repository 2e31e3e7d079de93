"""`python -m junheng.cli` is the command `junheng`."""

from junheng.cli.app import main

main()

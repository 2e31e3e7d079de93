"""Files into the registry: dry run, difference, guard, apply in one transaction, undo."""

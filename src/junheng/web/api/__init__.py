"""Everything readable and fileable as JSON, with tokens."""

"""The first page: what needs this person, then where the county stands."""

"""Workbooks out: the template to fill in, and filled tables in the same layout."""

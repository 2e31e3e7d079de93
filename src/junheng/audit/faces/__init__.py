"""What an audit looks like to a person: a page that stands alone, the report given back with comments."""

"""Changes told in rows: of years, of marks, of as many figures at two times."""

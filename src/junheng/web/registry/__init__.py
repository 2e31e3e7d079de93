"""The county's records by school year: lists, details, forms, history; every change goes through its acts."""

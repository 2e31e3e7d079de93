"""What every page stands on: layout, style, wording in two languages, paging, figures as printed."""

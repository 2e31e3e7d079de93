"""The user's own workbook given back with its faults marked."""

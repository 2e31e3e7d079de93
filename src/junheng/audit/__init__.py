"""Reads a work report and finds what does not hold: arithmetic, blanks, agreement with the data and other reports."""

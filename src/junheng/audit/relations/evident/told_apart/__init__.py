"""Wholes whose parts are told apart from them: over sections, rows, sentences, under another name."""

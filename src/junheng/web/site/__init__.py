"""Joins the features to one Django project: settings, addresses, middleware, production checks."""

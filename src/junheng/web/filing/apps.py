"""The feature as a Django application."""

from django.apps import AppConfig


class FilingConfig(AppConfig):
    """Names the application."""

    name = "junheng.web.filing"
    label = "filing"
    default_auto_field = "django.db.models.BigAutoField"

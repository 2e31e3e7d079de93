"""The feature as a Django application."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Names the application."""

    name = "junheng.web.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"

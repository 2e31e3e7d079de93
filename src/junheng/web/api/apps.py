"""The feature as a Django application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Names the application."""

    name = "junheng.web.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

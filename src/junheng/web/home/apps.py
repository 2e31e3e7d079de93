"""The feature as a Django application."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Names the application."""

    name = "junheng.web.home"
    label = "home"
    default_auto_field = "django.db.models.BigAutoField"

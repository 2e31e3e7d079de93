"""The feature as a Django application."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Names the application."""

    name = "junheng.web.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"

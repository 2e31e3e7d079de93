"""The feature as a Django application."""

from django.apps import AppConfig


class ChartsConfig(AppConfig):
    """Names the application."""

    name = "junheng.web.charts"
    label = "charts"
    default_auto_field = "django.db.models.BigAutoField"

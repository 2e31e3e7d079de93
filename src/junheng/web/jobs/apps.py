"""The feature as a Django application."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Names the application."""

    name = "junheng.web.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

"""The feature as a Django application."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Names the application."""

    name = "junheng.web.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

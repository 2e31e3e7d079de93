"""The feature as a Django application."""

from django.apps import AppConfig


class SnapshotsConfig(AppConfig):
    """Names the application."""

    name = "junheng.web.snapshots"
    label = "snapshots"
    default_auto_field = "django.db.models.BigAutoField"

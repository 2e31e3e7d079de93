"""The feature as a Django application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from junheng.web.log import guard


class LogConfig(AppConfig):
    """Names the application."""

    name = "junheng.web.log"
    label = "log"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the triggers of the log put back after every migration."""
        post_migrate.connect(guard.after_migrate, sender=self)

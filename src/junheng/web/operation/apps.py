"""The feature as a Django application."""

from django.apps import AppConfig


class OperationConfig(AppConfig):
    """Names the application."""

    name = "junheng.web.operation"
    label = "operation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which rows stand for files, so that a drill looks for them."""
        from junheng.web.operation import files  # noqa: PLC0415 (models are there from now on)

        files.register_all()

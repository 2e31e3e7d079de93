"""The feature as a Django application."""

from django.apps import AppConfig


class JudgementConfig(AppConfig):
    """Names the application."""

    name = "junheng.web.judgement"
    label = "judgement"
    default_auto_field = "django.db.models.BigAutoField"

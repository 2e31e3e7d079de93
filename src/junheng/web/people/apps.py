"""The feature as a Django application."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class PeopleConfig(AppConfig):
    """Names the application and starts listening to sign-ins."""

    name = "junheng.web.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers, which need the models of allauth; raise for a role that is none."""
        import_module("junheng.web.people.listening")
        if unknown := settings.MFA_ROLES - set(import_module("junheng.web.people.models").Role.values):
            raise ImproperlyConfigured(f"JUNHENG_MFA_ROLES: {', '.join(sorted(unknown))}")

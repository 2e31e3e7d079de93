"""Tokens of programs, and the answers to writes that carried an idempotency key."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from junheng.web.base.words import bi


class Scope(models.TextChoices):
    """What a token may be used for, at most: never more than its person may do."""

    READ = "read", bi("读取", "read")
    FILE = "file", bi("填报", "file")


class Token(models.Model):
    """A token of one person for one program. Only its digest is kept; the token itself is shown once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    start = models.CharField(max_length=12)
    """Its first characters, by which its owner tells it from others."""
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def alive(self) -> bool:
        """Tell whether it can be used."""
        return self.ended_at is None and self.expires_at > timezone.now()


class Answered(models.Model):
    """What a write was answered under its idempotency key: asked again, it gets the same answer and does nothing."""

    token = models.ForeignKey(Token, models.CASCADE)
    key = models.CharField(max_length=80)
    asked = models.CharField(max_length=64)
    """SHA-256 of method, path and body."""
    status = models.PositiveSmallIntegerField()
    body = models.JSONField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answered_once")]

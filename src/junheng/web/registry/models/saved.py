"""Lists somebody wants to see again."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from junheng.web.people.models import County


class SavedView(models.Model):
    """A list as it was set up: table, filters, sort and columns, as the query of its address.

    `shared` shows it to everybody in the county; what they then see of it, their own permissions say. Searches for
    persons are not part of it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    county = models.ForeignKey(County, models.CASCADE, related_name="+")
    table = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    query = models.TextField(blank=True)
    shared = models.BooleanField(default=False)

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=["user", "county", "table", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name

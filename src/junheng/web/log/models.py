"""The log: one row per act, each sealed with the hash of the one before; and the yearly packs made from it."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class AppendOnly(TypeError):  # noqa: N818 (what it says)
    """Entries are added, never changed or taken away."""


class Entries(models.QuerySet["Entry"]):
    """Entries can be read and added; the database's triggers (`log.guard`) say the same to everybody else."""

    def update(self, **_values: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly("log entries are not changed")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnly("log entries are not deleted")

    update.queryset_only = delete.queryset_only = True  # type: ignore[attr-defined]


class Entry(models.Model):
    """Who did what, when, from where, to what, with what before and after. Never changed, never deleted.

    `seal` is SHA-256 over the row's content and the seal of the row `number` - 1 (see `log.chain`).
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    user_name = models.CharField(max_length=150, blank=True)
    channel = models.CharField(max_length=10)
    address = models.CharField(max_length=45, blank=True)
    county_code = models.CharField(max_length=6, blank=True)
    act = models.CharField(max_length=60)
    thing = models.CharField(max_length=200, blank=True)
    """What it was done to: `table:key`, `round:3`, `user:zhang`."""
    detail = models.TextField(blank=True)
    """JSON: before, after, purpose, counts. No person's name or number in clear (see `log.private`)."""
    seal = models.CharField(max_length=64)

    objects = Entries.as_manager()

    class Meta:
        ordering = ("number",)
        indexes = [
            models.Index(fields=["at"], name="entry_at"),
            models.Index(fields=["user_name", "number"], name="entry_user"),
            models.Index(fields=["act", "number"], name="entry_act"),
            models.Index(fields=["thing", "number"], name="entry_thing"),
            models.Index(fields=["county_code", "number"], name="entry_county"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.act} {self.thing}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry; an entry that is there already is not written again."""
        if not self._state.adding:
            raise AppendOnly("log entries are not changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly("log entries are not deleted")


class Head(models.Model):
    """The end of the chain: the row locked while an entry is added (PostgreSQL; SQLite writes one at a time anyway)."""

    number = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64, default="0" * 64)


class Pack(models.Model):
    """One yearly pack on the protection of minors' data, as it was made; the files lie beside the uploads."""

    county_code = models.CharField(max_length=6)
    county_name = models.CharField(max_length=60)
    year = models.SmallIntegerField()
    """Calendar year (1 January to 31 December, Beijing time)."""
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.CharField(max_length=150)
    content = models.JSONField()
    """What the page shows (see `log.pack.content`)."""
    sha256 = models.CharField(max_length=64)
    """Of the ZIP file."""
    size = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.county_code} {self.year}"

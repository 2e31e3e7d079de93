"""Where the yearly packs lie."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from junheng.web.log.models import Pack


def folder() -> Path:
    """Return the folder of the packs."""
    return Path(settings.MEDIA_ROOT) / "packs"


def place(pack: Pack) -> Path:
    """Return the pack's ZIP file."""
    return folder() / f"{pack.sha256}.zip"

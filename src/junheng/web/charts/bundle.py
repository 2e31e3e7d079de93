"""Vega, Vega-Lite, Vega-Embed and the expression interpreter as one script, made once per installation.

The interpreter runs Vega's expressions without `eval`, which the content policy forbids (decision 6).
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from junheng.exchange import write_whole

_SNIPPET = "window.vegaEmbed = vegaEmbed;"


@dataclass(frozen=True, slots=True)
class Bundle:
    """The script, gzipped, and the hash of its content that its address carries."""

    packed: bytes
    content: str


def bundle() -> Bundle:
    """Return the script; the first call of an installation takes two seconds and keeps it in the data directory."""
    return _bundle(Path(settings.DATA) / "charts")


@lru_cache(maxsize=1)
def _bundle(folder: Path) -> Bundle:
    path = folder / f"vega-{version('vl-convert-python')}.js.gz"
    if not path.exists():
        import vl_convert  # noqa: PLC0415 (loads a script engine: only where the bundle is made)

        folder.mkdir(parents=True, exist_ok=True)
        packed = gzip.compress(vl_convert.javascript_bundle(_SNIPPET).encode(), mtime=0)
        with write_whole(path) as fresh:
            fresh.write_bytes(packed)
    packed = path.read_bytes()
    return Bundle(packed, hashlib.sha256(packed).hexdigest()[:20])

"""The colours charts are drawn in: the page's own tokens, by name on a page and by value on paper."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from junheng.web.charts.model import Colours

_TOKENS = Path(__file__).parent.parent / "base" / "static" / "base" / "tokens.css"
_TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")


@cache
def on_paper() -> Colours:
    """Return the colours of the light page, for files that leave the house."""
    light = _TOKENS.read_text("utf-8").split("@media", maxsplit=1)[0]
    return dict(_TOKEN.findall(light))


@cache
def on_page() -> Colours:
    """Return the tokens themselves (`var(--ink)`): light, dark and print follow the page without drawing again.

    Vega's SVG carries them as they are. The font stays a list of names: widths of text are measured with it.
    """
    return {name: value if name == "font" else f"var(--{name})" for name, value in on_paper().items()}

"""`junheng tidy`: take away what has run out."""

from __future__ import annotations

from pathlib import Path

import click

from junheng.web.commands.setup import data_option, ready, say, there


@click.command(name="tidy")
@data_option
def command(data: Path) -> None:
    """清理已过期的登录会话 / take away sessions that have run out.

    Run it once a day (see the deployment guide). Nothing else is touched.
    """
    there(data)
    ready(data)
    from junheng.web.operation.tidying import tidy  # noqa: PLC0415 (Django is made ready first)

    gone = tidy()
    say(f"已清理 {gone} 个过期会话。", f"{gone} sessions that had run out were taken away.")

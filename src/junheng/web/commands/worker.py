"""`junheng worker`: does the background jobs, one after the other, until told to end."""

from __future__ import annotations

from pathlib import Path

import click

from junheng.web.commands.setup import data_option, ready, refuse, there
from junheng.web.site.parent import end_with


@click.command(name="worker")
@data_option
@click.option("--parent", type=int, hidden=True, help="进程号：它结束时一起结束 / end with this process.")
def command(data: Path, parent: int | None) -> None:
    """执行后台任务（导入、导出、评估等），直到被终止。可以同时运行几个。

    Do background jobs (imports, exports, assessments) until told to end. Several may run at once.
    """  # noqa: D415
    if parent is not None:
        end_with(parent)
    there(data)
    ready(data)
    from junheng.web.jobs.worker import Loop  # noqa: PLC0415 (needs Django set up)
    from junheng.web.site.database import waiting_migrations  # noqa: PLC0415

    late = waiting_migrations()
    if late:
        refuse(
            f"数据库还没有升级（{len(late)} 项），未做任何事。请先运行 junheng prepare。",
            f"The database is not upgraded ({len(late)} steps), nothing was done. Run junheng prepare first.",
        )
    Loop().run()

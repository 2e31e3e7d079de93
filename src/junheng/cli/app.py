"""The command `junheng`: finds the verb and loads only what it needs, so that a cold start stays short."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import click

from junheng import __version__
from junheng.cli.language import LANGUAGES, VARIABLE, asked, worded
from junheng.cli.output import Output
from junheng.cli.usage import show

VERBS: Mapping[str, tuple[str, str]] = {
    "template": ("空白填报模板 / write the workbook to fill in", "junheng.cli.template"),
    "check": ("检查文件，逐条列出问题 / check files and list every fault", "junheng.cli.check"),
    "assess": ("对照标准评估 / assess a county against a standard", "junheng.cli.assess"),
    "audit": ("审读工作报告 / audit a work report: sums, shares, blanks", "junheng.cli.audit"),
    "standards": ("查看与校验标准 / list, show and check standards", "junheng.cli.standards"),
    "demo": ("生成虚构的示例县 / write an invented county", "junheng.cli.demo"),
    "prepare": ("安装或升级网站 / install or upgrade the web", "junheng.web.commands.prepare"),
    "serve": ("启动网站 / serve the web pages", "junheng.web.commands.serve"),
    "worker": ("执行后台任务 / do background jobs", "junheng.web.commands.worker"),
    "log": ("校验与导出日志 / verify and export the log", "junheng.web.commands.log"),
    "backup": ("备份数据库与文件 / back up database and files", "junheng.web.commands.backup"),
    "restore": ("从备份恢复 / restore from a backup", "junheng.web.commands.restore"),
    "drill": ("恢复演练：在临时处恢复并逐项核对 / restore into scratch and check all", "junheng.web.commands.drill"),
    "tidy": ("清理过期会话 / take away what has run out", "junheng.web.commands.tidy"),
}
"""Verb → its one-line help and the module that holds its click command, named `command`."""


class Verbs(click.Group):
    """A group that imports a verb's module only when the verb is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order an officer meets them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the verb's command, None when there is no such verb."""
        if cmd_name not in VERBS:
            return None
        _, module = VERBS[cmd_name]
        command: click.Command = import_module(module).command
        _speaking(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs from the table above, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb, words) for verb, (words, _) in VERBS.items()])


def _speaking(command: click.Command) -> None:
    """Let a verb and its parts take --language too: it is looked for behind the verb as often as before it."""

    def choose(ctx: click.Context, _option: click.Parameter, language: str | None) -> None:
        if language:
            ctx.obj = Output(language)

    if all(option.name != "language" for option in command.params):
        words = "界面语言 / language of what is printed and written."
        command.params.append(
            click.Option(["--language"], type=click.Choice(LANGUAGES), expose_value=False, callback=choose, help=words)
        )
    if isinstance(command, click.Group):
        for part in command.commands.values():
            _speaking(part)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="zh",
    envvar=VARIABLE,
    show_default=True,
    show_envvar=True,
    help="界面语言 / language of what is printed and written.",
)
@click.version_option(__version__, prog_name="junheng")
@click.pass_context
def junheng(ctx: click.Context, language: str) -> None:
    """均衡：县域义务教育优质均衡的评估与工作系统。

    Junheng: is the county balanced, which schools fall short, in what, by how much, under which clause.

    Exit status: 0 done and met; 1 done, and something is short, contradictory or cannot be
    judged; 2 the input or the call is wrong.
    """
    ctx.obj = Output(language)


def run() -> None:
    """Run the command; the one place where what went wrong outside the program becomes words and exit status 2."""
    language = asked(sys.argv[1:], os.environ)
    try:
        status = junheng.main(prog_name="junheng", standalone_mode=False)
    except click.ClickException as error:
        show(error, language)
        sys.exit(2)
    except click.Abort:
        raise KeyboardInterrupt from None
    except OSError as error:
        place = f"{_shown(error.filename)}: " if error.filename else ""
        why = f"{place}{error.strerror or error}"
        zh, en = f"未能完成：{why}。已有文件未受影响。", f"Not done: {why}. Existing files are untouched."
        click.echo(worded(language, zh, en), err=True)
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)


def _shown(filename: object) -> Path:
    """Return the path as the user knows it, without the hidden folder a file is first written to."""
    path = Path(str(filename))
    return Path(*(part for part in path.parts if not (part.startswith(".") and "-" in part)))

"""What a verb says: tables for people, one JSON document for programs, faults on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from typing import NoReturn, TypeVar

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from junheng.dictionary import Title
from junheng.exchange import Fault

LONG = 8
"""Steps from which on progress is shown."""
T = TypeVar("T")
STYLES = {"met": "green", "short": "red", "unknown": "dim", "near": "yellow"}


class Output:
    """Prints in one language; colour only on a terminal."""

    def __init__(self, language: str) -> None:
        self.language = language

    @cached_property
    def console(self) -> Console:
        """Return the console on standard output."""
        return Console(highlight=False, soft_wrap=False)

    @cached_property
    def errors(self) -> Console:
        """Return the console on standard error."""
        return Console(stderr=True, highlight=False, soft_wrap=True)

    def word(self, zh: str, en: str) -> str:
        """Return the text in the language chosen."""
        return zh if self.language == "zh" else en

    def title(self, title: Title) -> str:
        """Return a title in the language chosen."""
        return title.in_language(self.language)

    def say(self, text: str, style: str | None = None) -> None:
        """Print one line."""
        self.console.print(escape(text), style=style)

    def json(self, document: bytes) -> None:
        """Print one JSON document and nothing else."""
        sys.stdout.buffer.write(document.rstrip(b"\n") + b"\n")
        sys.stdout.buffer.flush()

    def table(
        self, heading: str, columns: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()
    ) -> None:
        """Print a table; `right` names the columns of figures."""
        aligned = set(right)
        table = Table(title=escape(heading), title_justify="left", title_style="bold", header_style="bold")
        for place, column in enumerate(columns):
            table.add_column(escape(column), justify="right" if place in aligned else "left", overflow="fold")
        for row in rows:
            table.add_row(*(escape(cell) for cell in row))
        self.console.print(table)

    def lines(self, heading: str, lines: Iterable[str]) -> None:
        """Print a heading and sentences under it."""
        self.console.print(escape(heading), style="bold")
        for line in lines:
            self.console.print(escape(f"· {line}"), soft_wrap=True)

    def faults(self, faults: Sequence[Fault], limit: int | None = None) -> None:
        """Name each fault and doubt on standard error, faults first; `limit` shortens the doubts only."""
        wrong = [fault for fault in faults if fault.severity == "fault"]
        doubts = [fault for fault in faults if fault.severity == "doubt"]
        for fault in wrong:
            self.errors.print(escape(f"{self.word('错误', 'fault')} {fault.text(self.language)}"), style="red")
        for fault in doubts[:limit]:
            self.errors.print(escape(f"{self.word('存疑', 'doubt')} {fault.text(self.language)}"), style="yellow")
        if limit is not None and len(doubts) > limit:
            rest = len(doubts) - limit
            self.errors.print(
                self.word(
                    f"另有 {rest} 条存疑；junheng check 逐条列出。",
                    f"{rest} more doubts; junheng check lists them all.",
                ),
                style="yellow",
            )
        if wrong or doubts:
            self.errors.print(
                self.word(
                    f"共 {len(wrong)} 处错误，{len(doubts)} 处存疑。",
                    f"{len(wrong)} faults, {len(doubts)} doubts in all.",
                )
            )

    def progress(self, work: Sequence[T], label: str) -> Iterable[T]:
        """Go through `work`, showing how far on a terminal's standard error when it is long."""
        if len(work) < LONG or not self.errors.is_terminal:
            return work
        from rich.progress import track  # noqa: PLC0415 (only long work needs it; a cold start does not wait for it)

        return track(work, description=label, console=self.errors, transient=True)

    def working(self, label: str) -> AbstractContextManager[object]:
        """Show on a terminal's standard error that something is being done, until it is."""
        return self.errors.status(label) if self.errors.is_terminal else nullcontext()

    def refuse(self, *lines: str) -> NoReturn:
        """Say why the call cannot be done and leave with status 2."""
        for line in lines:
            self.errors.print(escape(line), style="red")
        sys.exit(2)


pass_output: Callable[[Callable[..., None]], Callable[..., None]] = click.make_pass_decorator(Output)

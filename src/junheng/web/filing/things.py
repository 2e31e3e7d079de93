"""How figures and filings are named where others refer to them: the log, links to evidence."""

from __future__ import annotations

from junheng.web.filing.models import Filing, Round


def filing_thing(filing: Filing) -> str:
    """Return the name of a filing."""
    return f"filing:{filing.pk}"


def round_thing(one: Round) -> str:
    """Return the name of a round."""
    return f"round:{one.pk}"


def figure_thing(filing: Filing, table: str, key: str, field: str) -> str:
    """Return the name of a figure, the same in the filing and, once the round is closed, in the registry.

    `figure:<table>:<school year>:<key>:<field>`, within the filing's county; `key` as registry.tables.key_of writes it.
    """
    return f"figure:{table}:{filing.round.year}:{key}:{field}"

"""What operations give and take. Exact decimals travel as text; unknown is null, never 0."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any, Literal

from ninja import Field, Schema
from pydantic import create_model

from junheng.dictionary import load

KINDS: dict[str, Any] = {
    "text": str,
    "code": str,
    "integer": int,
    "decimal": str,
    "boolean": bool,
    "date": date,
    "year": int,
}


class County(Schema):
    """A county this person works in or looks at."""

    code: str
    name: str
    city_name: str
    province_name: str
    standard: str


class Me(Schema):
    """Whose token it is, and what it may be used for."""

    user: str
    name: str
    roles: list[str]
    scopes: list[str]
    expires_at: datetime


class Page(Schema):
    """A page of a list."""

    count: int
    page: int
    size: int
    more: bool


class Counties(Page):
    """Counties."""

    items: list[County]


class Change(Schema):
    """What a batch did to one record; `before` is null for one added, `after` for one removed."""

    at: datetime
    by: str
    source: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Round(Schema):
    """A filing round."""

    id: int
    county: str
    year: int
    title: str
    due: date
    state: str
    tables: list[str]
    snapshot: int | None


class Rounds(Page):
    """Rounds."""

    items: list[Round]


class Filing(Schema):
    """What one school files in a round; `pages` names what is to be gone through, `pages_done` what was."""

    id: int
    round: int
    school_code: str
    school_name: str
    state: str
    version: int
    filled: int
    wanted: int
    late: bool
    remark: str
    pages: list[str]
    pages_done: list[str]


class Filings(Page):
    """Filings."""

    items: list[Filing]


class Value(Schema):
    """One figure of a filing: `value` as it is kept (exact text in the stored unit), `last` that of last year.

    `remark` and `review` are blank for the school while the bureau has the filing. An explanation holds for the value
    it was given for: it is gone once the value is another.
    """

    id: int
    table: str
    key: str
    field: str
    value: str | None
    last: str | None
    explanation: str
    remark: str
    review: str


class Values(Page):
    """Figures of a filing."""

    items: list[Value]


class Typed(Schema):
    """One figure to file: its id, the value as a person would type it (unit shown), the kept value it replaces."""

    id: int
    value: str | None = Field(None, max_length=500)
    seen: str | None = Field(None, max_length=500)


class Conflict(Schema):
    """A figure somebody else changed in between: not written."""

    id: int
    theirs: str | None
    mine: str | None


class Misread(Schema):
    """A text that is no value of its field: not written."""

    id: int
    words: str


class Saved(Schema):
    """What came of filing figures: only when nothing was misread was anything written."""

    changed: int
    version: int
    conflicts: list[Conflict]
    misread: list[Misread]


class Note(Schema):
    """A fault or doubt of a filing, at its figure."""

    severity: str
    kind: str
    table: str
    key: str
    field: str
    words: str
    explained: bool


class Words(Schema):
    """Words of a person."""

    words: str = Field("", max_length=500)


class HandOver(Schema):
    """The pages (of `Filing.pages`) the clerk says were gone through, besides those ticked off before."""

    pages: list[str] = Field(max_length=40)


class Version(Schema):
    """The version of the filing that was read."""

    version: int


class Return(Version):
    """The version that was read, and why it goes back; `words` may be blank where figures carry remarks."""

    words: str = Field("", max_length=500)


class ListRow(Schema):
    """One record of a list: its key (without year and school) and figures by field, as a person would type them.

    Figures that are not named stay as they are. `seen` gives kept values they replace: one that is another by now
    comes back as a conflict; without `seen` what stands is overwritten.
    """

    keys: dict[str, str]
    values: dict[str, str | None] = Field(default_factory=dict)
    seen: dict[str, str | None] | None = None


class ListRows(Schema):
    """Records to put into a list; those it does not name stay."""

    rows: list[ListRow] = Field(max_length=2000)


class ListFault(Schema):
    """What is wrong with a row, counted from 1."""

    row: int
    words: str


class Put(Schema):
    """What came of putting a list: only when nothing was wrong was anything written."""

    added: int
    changed: int
    version: int
    conflicts: list[Conflict]
    wrong: list[ListFault]


class Key(Schema):
    """A record to add: its table and key (without year and school), as a person would type it."""

    table: Literal["part", "class", "room"]
    keys: dict[str, str]


class FiledRecord(Schema):
    """A record of a filing: the school, a stage, a class, a room."""

    id: int
    table: str
    key: str
    keys: dict[str, Any]
    removed: bool


class FiledRecords(Page):
    """Records of a filing."""

    items: list[FiledRecord]


class Snapshot(Schema):
    """A frozen copy of the registry."""

    id: int
    county: str
    year: int
    number: int
    title: str
    content: str
    rows: dict[str, int]
    left_out: dict[str, str]
    reason: str
    made_at: datetime
    made_by: str


class Snapshots(Page):
    """Snapshots."""

    items: list[Snapshot]


class WhatIfChange(Schema):
    """One figure of one record set to a value or changed by one, in the stored unit."""

    table: Literal["school", "part"]
    school: str = Field(max_length=10)
    campus: str = Field("", max_length=40)
    stage: str = Field("", max_length=24)
    field: str = Field(max_length=60)
    how: Literal["set", "add"] = "set"
    value: str = Field(max_length=40)


class WhatIf(Schema):
    """Changes to try on a snapshot."""

    changes: list[WhatIfChange] = Field(max_length=500)


class EvidenceFile(Schema):
    """A file of the evidence archive."""

    id: int
    school_code: str
    section: str
    year: int
    title: str
    number: str
    name: str
    kind: str
    size: int
    sha256: str
    things: list[str]


class EvidenceFiles(Page):
    """Files of the evidence archive."""

    items: list[EvidenceFile]


class AuditFinding(Schema):
    """One thing a person should look at, the heaviest first; `spans` are offsets into the report's text.

    `decision` is `real`, `dismissed` or blank; `fingerprint` stays the same from version to version.
    """

    number: int
    kind: Literal["contradiction", "doubt", "blank", "unreadable", "unjudged"]
    weight: int
    spans: list[tuple[int, int]]
    quote: str
    page: int | None
    zh: str
    en: str
    rule: str
    fingerprint: str
    decision: str
    reason: str
    decided_by: str
    decided_at: datetime | None


class AuditReport(Schema):
    """A report that was, or is to be, audited: its newest version.

    `state` is `done`, `waiting` (with the `job` that does it) or `failed`; `counts` has quantities, relations, those
    that held, and findings by kind.
    """

    id: int
    county: str
    school_code: str
    title: str
    version: int
    state: Literal["done", "waiting", "failed"]
    job: int | None
    name: str
    sha256: str
    snapshot: int | None
    made_at: datetime
    made_by: str
    counts: dict[str, int]


class AuditReports(Page):
    """Audited reports."""

    items: list[AuditReport]


class AuditMatch(Schema):
    """A figure of the report held against another: `said` and `known`, both in the report's unit, agree or not.

    `sure`: named in full (`exact`), by another name (`synonym`), name or stage from the words before (`context`), stage
    or sense not told (`loose`). `agrees` is null where the two were not compared; `reason_zh` and `reason_en` say why,
    or why a difference is no finding. `stale` is the school year whose figure it is, where it does not agree.
    """

    start: int
    end: int
    text: str
    zh: str
    en: str
    year: int | None
    sure: Literal["exact", "synonym", "context", "loose"]
    agrees: bool | None
    said: str
    known: str
    stale: int | None
    reason_zh: str
    reason_en: str


class AuditHeld(Schema):
    """What a report was held against, the snapshot or another report, and every figure looked up there."""

    zh: str
    en: str
    matches: list[AuditMatch]


class AuditedReport(AuditReport):
    """A report with its findings, and the fingerprints of those the version before had and this one has not.

    `held` tells what its figures were held against.
    """

    findings: list[AuditFinding]
    gone: list[str]
    held: list[AuditHeld]


class Job(Schema):
    """A piece of long work."""

    id: int
    kind: str
    title: str
    state: str
    done: int
    total: int | None
    step: str
    error: str


class Jobs(Page):
    """Jobs."""

    items: list[Job]


@cache
def record(table: str) -> Any:
    """Return the schema of a record: every field may be null (unknown) or absent (not this person's to see)."""
    known = load().tables[table]
    fields: dict[str, Any] = {"id": (int, ...), "version": (int, ...), "county_code": (str, ...)}
    for name, field in known.fields.items():
        if name != "county_code":
            fields[name] = (KINDS[field.type] | None, Field(None, description=f"{field.zh} / {field.en}"))
    return create_model(f"Record_{table}", __base__=Schema, __doc__=known.help.en, **fields)


@cache
def records(table: str) -> Any:
    """Return the schema of a page of records of the table."""
    return create_model(f"Records_{table}", __base__=Page, __doc__=known_help(table), items=(list[record(table)], ...))  # type: ignore[misc]


def known_help(table: str) -> str:
    """Return what the table's records are."""
    return load().tables[table].help.en

"""Accounts of school clerks and principals from a file: read, looked at line by line, opened after a yes.

The accounts are the system administrator's; what they may do is asked for here and decided by the security
administrator (`granting.settle`).
"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from junheng.exchange.model import Refused as FileRefused
from junheng.exchange.raw.limits import Limits
from junheng.exchange.raw.sheet import Asked
from junheng.exchange.raw.sheets import sheets
from junheng.web.base.words import language, say
from junheng.web.log.actor import Actor
from junheng.web.people import acts, granting
from junheng.web.people.models import County, Role, User
from junheng.web.people.places import schools_of

HEADERS = {
    "username": ("用户名", "username"),
    "display_name": ("姓名", "name"),
    "role": ("角色", "role"),
    "school_code": ("学校代码", "school_code"),
}
ROLES = {Role.CLERK.value: ("填报员", "clerk"), Role.PRINCIPAL.value: ("校长", "principal")}
"""The roles a list may hold, and how a line may call them."""
LIMITS = Limits(file_bytes=1 << 20, expanded_bytes=16 << 20, sheets=20, rows=200, columns=50, cells=10_000)


@dataclass(slots=True)
class Line:
    """One line of the file, its row number there, and what is against it (blank when nothing is)."""

    row: int
    username: str
    display_name: str
    role: str
    school_code: str
    school_name: str = ""
    fault: str = ""

    @property
    def role_label(self) -> str:
        """Return the role in the page's language."""
        return str(Role(self.role).label) if self.role in Role.values else self.role


def read(file: Any) -> list[dict[str, Any]]:
    """Return the lines of an uploaded file as texts by field; raises ValidationError in words for the page."""
    known = {word for words in HEADERS.values() for word in words}
    with tempfile.NamedTemporaryFile(suffix=Path(file.name).suffix.lower()) as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        try:
            found = sheets(Path(copy.name), Path(file.name).name, Asked(LIMITS, lambda _: None, known))
        except FileRefused as error:
            raise ValidationError([fault.text(language()) for fault in error.faults]) from error
    for sheet in found.sheets:
        places = {field: _place(sheet.headers, words) for field, words in HEADERS.items()}
        if None not in places.values():
            rows = sheet.frame.select(f"c{places[field]}" for field in HEADERS).iter_rows()
            return [
                {"row": int(number), **{field: _text(value) for field, value in zip(HEADERS, row, strict=True)}}
                for number, row in zip(sheet.rows, rows, strict=True)
            ]
    raise ValidationError(
        say(
            "找不到列标题。第一行应为：用户名、姓名、角色、学校代码。",
            "No header found. The first row should be: username, name, role, school_code.",
        )
    )


def _place(headers: tuple[str, ...], words: tuple[str, str]) -> int | None:
    plain = [header.strip().lower() for header in headers]
    return next((plain.index(word) for word in words if word in plain), None)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def look(lines: list[dict[str, Any]], county: County) -> list[Line]:
    """Return the lines with what is against each: a user name taken or twice, a role or school that is none."""
    schools = schools_of(county)
    again = Counter(each["username"].lower() for each in lines)
    names = [name for name in again if name]
    taken = {name.lower() for name in User.objects.values_list("username", flat=True)} if names else set()
    looked = []
    for each in lines:
        line = Line(**each)
        line.role = next((role for role, names in ROLES.items() if line.role.lower() in names), line.role)
        line.school_name = schools.get(line.school_code, "")
        line.fault = _fault(line, taken, again[line.username.lower()] > 1)
        looked.append(line)
    return looked


def _fault(line: Line, taken: set[str], twice: bool) -> str:
    if twice:
        return say("用户名在名单里出现两次", "the user name is there twice")
    if line.username.lower() in taken:
        return say("已有这个用户名", "there is such a user name already")
    if line.role not in ROLES:
        return say("角色应为填报员或校长", "the role should be clerk or principal")
    if not line.school_name:
        return say("本县没有这个学校代码", "the county has no such school code")
    try:
        User(username=line.username, display_name=line.display_name, password="-").clean_fields()
    except ValidationError as error:
        return " ".join(error.messages)
    return "" if line.display_name else say("缺姓名", "the name is missing")


def open_all(actor: Actor, county: County, lines: list[Line]) -> list[tuple[User, str]]:
    """Open the accounts of the lines without a fault, and ask for their grants; all of them or none."""
    sound = [line for line in lines if not line.fault]
    opened = [acts.prepared(line.username, line.display_name) for line in sound]  # slow: before the transaction
    with transaction.atomic():
        for line, (user, _) in zip(sound, opened, strict=True):
            acts.save_opened(actor, user)
            granting.ask(actor, user, line.role, county, line.school_code)
    return opened


def kept(lines: list[Line]) -> list[dict[str, Any]]:
    """Return the lines as they are signed into the page between the look and the yes."""
    found = {"fault", "school_name"}
    return [{name: value for name, value in asdict(line).items() if name not in found} for line in lines]

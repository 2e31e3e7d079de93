"""What is searched for. Names and numbers of persons do not stand in addresses: the term travels encrypted."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from django.db.models import Q

from junheng.web.registry.encrypted import decrypt, digest, encrypt
from junheng.web.registry.scope import Scope

IDENTITY = re.compile(r"[0-9]{17}[0-9Xx]")
NAMES: Mapping[str, tuple[str, ...]] = {
    "school": ("school_name", "township"),
    "pupil": ("pupil_name",),
    "teacher": ("teacher_name",),
    "county": ("county_name",),
}
"""Fields a search looks into anywhere; besides it finds the beginning of a number (`NUMBERS`) and schools."""

NUMBERS: Mapping[str, tuple[str, ...]] = {
    "school": ("school_code",),
    "class": ("class_no",),
    "room": ("room_no",),
    "equipment": ("asset_no",),
    "pupil": ("pupil_id",),
    "teacher": ("teacher_id",),
    "work_score": ("item",),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A search for persons: a text, or the digest of an identity number."""

    text: str = ""
    digest: str = ""


def sealed(text: str, user: str) -> str:
    """Return the search as it may stand in the user's address; of an identity number its digest alone is kept."""
    exact = text.replace(" ", "").upper()
    found = {"digest": digest(exact)} if IDENTITY.fullmatch(exact) else {"text": text}
    return encrypt(json.dumps({"find": found, "user": user}, ensure_ascii=False))


def opened(token: str, user: str) -> Term | None:
    """Return the search of an address; None for none, for another person's and for anything else."""
    if not token or len(token) > 1000 or not token.isascii():
        return None
    try:
        found = json.loads(decrypt(token))
    except (InvalidToken, ValueError):
        return None
    if not isinstance(found, dict) or found.get("user") != user or not isinstance(found.get("find"), dict):
        return None
    return Term(**found["find"])


def matching(scope: Scope, text: str, schools: Mapping[str, str]) -> Q:
    """Return the condition of a text: in a name, at the beginning of a number, or of a school so called.

    A text with figures and no Chinese is a number and not looked for in names.
    """
    where = Q()
    like_number = text.isascii() and any(char.isdigit() for char in text)
    if not like_number:
        for name in NAMES.get(scope.name, ()):
            where |= Q(**{f"{name}__contains": text})
    for name in NUMBERS.get(scope.name, ()):
        where |= Q(**{f"{name}__startswith": text}) | Q(**{f"{name}__startswith": text.upper()})
    if scope.by_school and scope.name != "school":
        low = text.lower()
        codes = [code for code, name in schools.items() if low in name.lower() or code.startswith(text)]
        where |= Q(school_code__in=codes)
    return where if where else Q(pk__in=[])


def finding(scope: Scope, term: Term, schools: Mapping[str, str]) -> Q:
    """Return the condition of a search for persons."""
    return Q(identity_digest=term.digest) if term.digest else matching(scope, term.text, schools)

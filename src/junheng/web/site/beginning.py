"""What an installation begins with: its tables, its counties, the three administrators who do everything after."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import transaction

from junheng import standards
from junheng.web.base.words import say
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record
from junheng.web.people.acts import grant, open_account
from junheng.web.people.models import County, Grant, Role


def add_county(actor: Actor, code: str, name: str, *, city: str = "", province: str = "", standard: str = "") -> County:
    """Add a county, or change the names and the standard of one that is there; blanks change nothing.

    Raises ValidationError for a code that is not six digits or a standard that does not exist.
    """
    if not re.fullmatch(r"\d{6}", code):
        raise ValidationError(say(f"行政区划代码应为 6 位数字：{code}", f"The code of a county has six digits: {code}"))
    known = [each.id for each in standards.listing()]
    if standard and standard not in known:
        raise ValidationError(
            say(f"没有标准 {standard}；有：{'、'.join(known)}", f"No standard {standard}; there are {', '.join(known)}")
        )
    given = {"name": name.strip(), "city_name": city, "province_name": province, "standard": standard}
    with transaction.atomic():
        county, new = County.objects.get_or_create(
            code=code, defaults={key: said for key, said in given.items() if said}
        )
        before = {key: getattr(county, key) for key in given}
        after = {key: said or before[key] for key, said in given.items()}
        if new or before != after:
            for key, said in after.items():
                setattr(county, key, said)
            county.full_clean()
            county.save()
            act = "county.add" if new else "county.change"
            record(actor, act, f"county:{code}", county=code, before=None if new else before, after=after)
    return county


def open_administrator(actor: Actor, role: Role, username: str, name: str) -> str | None:
    """Open the account of the first person in an administrator's role; return the one-time password.

    None when that role has somebody already: from then on accounts and roles are given on the pages. Raises
    ValidationError for a user name that is taken or malformed.
    """
    if Grant.objects.filter(role=role, user__is_active=True).exists():
        return None
    with transaction.atomic():
        user, password = open_account(actor, username, name)
        grant(actor, user, role)
    return password

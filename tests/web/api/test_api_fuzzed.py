"""The described interface fuzzed as each role: it never breaks, and never shows what is another's."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from test_api import Program, filing

from junheng.web.api.main import api
from junheng.web.filing.models import FiledValue, Filing, Round
from junheng.web.people.models import County, User
from junheng.web.registry.models import Pupil, School, Teacher
from junheng.web.registry.tables import MODELS
from junheng.web.snapshots.acts import freeze

__all__ = ["filing"]
pytestmark = pytest.mark.django_db
ROLES = (
    "leader", "officer", "staff_officer", "schooling_officer", "clerk", "principal", "inspector",
    "viewer", "system", "audit", "outsider", "stranger",
)  # fmt: skip
OWN_SCHOOL = ("clerk", "principal", "inspector")
NOTHING = ("system", "security", "audit", "outsider", "stranger")


@pytest.fixture
def world(peopled: County, filing: Filing, actor: Any, cast: dict[str, User]) -> dict[str, Any]:
    """A county with everything in it, and the ids that are really there."""
    snapshot = freeze(actor, peopled.code, 2025)
    schools = list(School.objects.filter(year=2025).order_by("school_code").values_list("school_code", "school_name"))
    ids = [1, 2, 0, 2**63, snapshot.pk, filing.pk, *Filing.objects.values_list("pk", flat=True)]
    ids += [*Round.objects.values_list("pk", flat=True), *FiledValue.objects.values_list("pk", flat=True)[:3]]
    ids += [pk for model in MODELS.values() for pk in model._default_manager.values_list("pk", flat=True)[:3]]
    return {
        "ids": sorted(set(ids)),
        "schools": schools,
        "own": filing.school_code,
        "pupils": list(Pupil.objects.order_by("pk").values_list("pupil_name", "pupil_id", "school_code")[:400]),
        "teachers": list(Teacher.objects.order_by("pk").values_list("teacher_id", "school_code")[:400]),
    }


def forbidden(role: str, world: dict[str, Any]) -> set[str]:
    """Return texts that no answer to the role may hold, drawn by hand from who may see what."""
    if role in NOTHING:
        return {text for school in world["schools"] for text in school}
    if role in OWN_SCHOOL:
        others = {text for code, name in world["schools"] if code != world["own"] for text in (code, name)}
        pupils = {pupil for _, pupil, code in world["pupils"] if code != world["own"] or role == "inspector"}
        return others | pupils
    hidden: set[str] = set()
    if role != "schooling_officer":
        hidden |= {pupil for _, pupil, _ in world["pupils"]}
    if role != "staff_officer":
        hidden |= {teacher for teacher, _ in world["teachers"]}
    return hidden


def call(program: Program, case: Any, path_values: dict[str, Any]) -> Any:
    path = case.path
    for name, value in {**(case.path_parameters or {}), **path_values}.items():
        path = path.replace(f"{{{name}}}", str(value))
    query = urlencode({k: v for k, v in (case.query or {}).items() if v is not None}, doseq=True, errors="replace")
    headers = {k: str(v) for k, v in (case.headers or {}).items() if str(v).isascii() and str(v).isprintable()}
    headers["authorization"] = f"Bearer {program.text}"
    path = "".join(each for each in path if each.isprintable() and ord(each) < 0xD800).replace("?", "").replace("#", "")
    if case.media_type == "multipart/form-data":
        fields = case.body if isinstance(case.body, dict) else {}
        data = {name: str(value) for name, value in fields.items() if name != "file"}
        data["file"] = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n")
        return program.client.post(f"{path}?{query}", data, headers=headers)
    body = "" if not case.media_type else json.dumps(case.body, default=str)
    return program.client.generic(
        case.method,
        f"{path}?{query}",
        body.encode("utf-8", "replace"),
        content_type="application/json",
        headers=headers,
    )


@pytest.mark.parametrize("role", ROLES)
def test_fuzzed_it_never_breaks_and_never_shows_what_is_anothers(
    role: str, world: dict[str, Any], cast: dict[str, User]
) -> None:
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())))
    program, hidden = Program(cast[role]), forbidden(role, world)
    statuses: set[int] = set()
    for found in schema.get_all_operations():
        operation = found.ok()

        @seed(20261121)
        @settings(
            max_examples=4,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(
            case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
            real=st.sampled_from(world["ids"]),
            unit=st.sampled_from([code for code, _ in world["schools"]]),
            strange=st.booleans(),
        )
        def fuzz(case: Any, real: int, unit: str, strange: bool) -> None:
            answer = call(program, case, {} if strange else {"id": real, "unit": unit})
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert answer.status_code < 500, (case.method, case.path, answer.status_code, content[:400])
            statuses.add(answer.status_code)
            shown = content.decode("utf-8", "replace")
            assert not [text for text in hidden if text and text in shown], (case.method, case.path)

        fuzz()
    assert 200 in statuses or role in NOTHING
    assert statuses & {403, 404, 422}

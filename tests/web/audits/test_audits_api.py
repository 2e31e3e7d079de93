"""The interface for programs: a report handed over is answered with what was found in it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from audits_help import FINDINGS, TEXT, file
from django.test import Client

from junheng.web.api import tokens
from junheng.web.api.routes import audits
from junheng.web.audits import acts, examine, kinds
from junheng.web.audits.models import Finding, Report
from junheng.web.jobs.perform import drain
from junheng.web.log.actor import Actor
from junheng.web.log.models import Entry
from junheng.web.people.policy import Policy
from junheng.web.snapshots.acts import freeze

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(cast: dict[str, Any]) -> Any:
    """Return a function: somebody of the cast → a client with their token."""

    def client(name: str, *scopes: str) -> Client:
        user = cast[name]
        _, text = tokens.issue(Actor(user, user.username), user, "test", scopes or ("read", "file"), 30)
        return Client(headers={"authorization": f"Bearer {text}"})

    return client


def hand_over(client: Client, key: str = "", **given: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post("/api/audits", {"file": file(), **given}, headers=headers)


def test_a_report_is_answered_with_its_findings_and_found_again(program: Any, county: Any, finds: Any) -> None:
    officer = program("officer")
    answer = hand_over(officer, title="总结")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["title"], told["state"], told["version"], told["job"]) == ("总结", "done", 1, None)
    assert [(one["kind"], one["zh"], one["en"]) for one in told["findings"]] == [
        (one.kind, one.zh, one.en) for one in FINDINGS
    ]
    for one in told["findings"]:
        assert one["quote"] == " … ".join(TEXT[a:b] for a, b in one["spans"])
    assert officer.get(f"/api/audits/{told['id']}").json() == told
    listed = officer.get("/api/audits").json()
    assert (listed["count"], listed["items"][0]["counts"]["contradiction"]) == (1, 1)
    assert "findings" not in listed["items"][0]
    assert Entry.objects.get(act="audit.upload").channel == "api"


def test_a_larger_report_is_audited_by_a_job_the_answer_names(
    program: Any, county: Any, finds: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audits, "AT_ONCE", 10)
    officer = program("officer")
    told = hand_over(officer).json()
    assert (told["state"], told["findings"]) == ("waiting", [])
    assert officer.get(f"/api/jobs/{told['job']}").json()["state"] == "waiting"
    drain()
    assert len(officer.get(f"/api/audits/{told['id']}").json()["findings"]) == len(FINDINGS)


def words_file(paragraphs: int) -> bytes:
    made: Any = docx.Document()
    for _ in range(paragraphs):
        made.add_paragraph("全县小学三十二所，" * 40)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def test_what_a_file_unpacks_to_decides_not_its_packed_size(
    program: Any, county: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    large, small = words_file(400), words_file(1)
    monkeypatch.setattr(audits, "AT_ONCE", len(large))
    officer = program("officer")

    def state(content: bytes, name: str) -> str:
        return officer.post("/api/audits", {"file": file(content, name)}).json()["state"]

    assert unpacked(large) > 2 * len(large)
    assert state(large, "a.docx") == "waiting"
    assert state(b"1" * (len(large) + 1), "a.txt") == "waiting"
    monkeypatch.setattr(audits, "AT_ONCE", 2 * unpacked(small))
    assert state(small, "b.docx") == "done"


def unpacked(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return sum(part.file_size for part in package.infolist() if part.filename.endswith((".xml", ".rels")))


def test_a_text_that_is_larger_than_its_file_waits_too(
    program: Any, county: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = TEXT.encode("gb18030")
    monkeypatch.setattr(audits, "AT_ONCE", len(content))
    answer = program("officer").post("/api/audits", {"file": file(content)})
    assert len(TEXT.encode()) > len(content)
    assert answer.json()["state"] == "waiting"


def test_the_same_key_hands_over_once(program: Any, county: Any, finds: Any) -> None:
    officer = program("officer")
    first, second = hand_over(officer, "k1"), hand_over(officer, "k1")
    assert first.json() == second.json()
    assert Report.objects.count() == 1
    assert hand_over(officer, "k1", title="别的").status_code == 409
    assert Report.objects.count() == 1


def test_what_was_said_and_what_is_gone_is_told(program: Any, county: Any, finds: Any, cast: dict[str, Any]) -> None:
    officer = program("officer")
    pk = hand_over(officer).json()["id"]
    actor, policy = Actor(cast["officer"], "officer"), Policy(cast["officer"])
    acts.judge(actor, policy, Finding.objects.get(number=2), "dismissed", "有说明")
    finds(*FINDINGS[1:])
    acts.again(actor, policy, Report.objects.get(pk=pk))
    drain()
    told = officer.get(f"/api/audits/{pk}").json()
    assert (told["version"], told["gone"]) == (2, ["sum1"])
    assert (told["findings"][0]["decision"], told["findings"][0]["reason"]) == ("dismissed", "有说明")
    assert told["findings"][0]["decided_by"] == "officer"
    assert told["findings"][1]["decision"] == ""


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [("a.doc", b"\xd0\xcf", 422), ("a.txt", b"", 422), ("a.txt", b"  \n", 422), ("a.pdf", b"no PDF", 422)],
)
def test_what_is_no_report_is_refused_in_words_and_leaves_nothing(
    program: Any, county: Any, name: str, content: bytes, status: int
) -> None:
    answer = program("officer").post("/api/audits", {"file": file(content, name)})
    assert answer.status_code == status
    assert answer.json()["zh"]
    assert not Report.objects.exists()


def test_a_pdf_is_never_read_within_the_request(program: Any, county: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examine, "read", None)
    answer = program("officer").post("/api/audits", {"file": file(b"%PDF-1.4\n%%EOF\n", "a.pdf")})
    assert (answer.status_code, answer.json()["state"]) == (200, "waiting")


def test_parts_of_any_ending_count_for_what_a_word_file_unpacks_to(tmp_path: Any) -> None:
    path = tmp_path / "a.docx"
    docx.Document().save(str(path))
    before = kinds.unpacked(path, "docx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/big.dat", b" " * 5_000_000)
        package.writestr("word/media/image1.png", b"\x89PNG" + bytes(5_000_000))
    assert kinds.unpacked(path, "docx") == before + 5_000_000


def test_a_school_s_program_hands_over_its_own_and_sees_no_other(
    program: Any, county: Any, finds: Any, school_code: str, other_school: str
) -> None:
    pk = hand_over(program("officer")).json()["id"]
    clerk = program("clerk")
    assert hand_over(clerk, school=school_code).status_code == 200
    assert hand_over(clerk, school=other_school).status_code == 422
    assert hand_over(clerk).status_code == 403
    assert clerk.get("/api/audits").json()["count"] == 1
    assert clerk.get(f"/api/audits/{pk}").status_code == 404
    assert program("outsider").get(f"/api/audits/{pk}").status_code == 404
    assert program("viewer").get("/api/audits").status_code == 403
    assert program("inspector").get("/api/audits").json()["count"] == 1
    assert hand_over(program("inspector"), school=school_code).status_code == 403


def test_reading_is_not_handing_over(program: Any, county: Any) -> None:
    answer = hand_over(program("officer", "read"))
    assert (answer.status_code, answer.json()["code"]) == (403, "scope")


def test_it_may_be_held_against_a_snapshot_and_a_report_that_are_there(
    program: Any, county: Any, finds: Any, actor: Any
) -> None:
    officer = program("officer")
    other = hand_over(officer).json()["id"]
    snapshot = freeze(actor, county.code, 2025)
    told = hand_over(officer, snapshot=snapshot.pk, against=other).json()
    assert told["snapshot"] == snapshot.pk
    assert [source["matches"] for source in told["held"]] == [[], []]
    assert hand_over(officer, snapshot=snapshot.pk + 1).json()["code"] == "snapshot"
    assert hand_over(officer, against=10**30).status_code == 422


def test_every_figure_held_against_the_snapshot_is_told(program: Any, county: Any, actor: Any) -> None:
    snapshot = freeze(actor, county.code, 2025)
    content = file("2025年，全县有小学99所。")
    told = program("officer").post("/api/audits", {"file": content, "snapshot": snapshot.pk}).json()
    ((one,),) = (source["matches"] for source in told["held"])
    assert (one["said"], one["agrees"], one["zh"]) == ("99所", False, "小学数")
    assert one["known"] not in {"", "99所"}

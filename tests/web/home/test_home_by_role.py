"""The first page: what needs each person, and nothing of what is not theirs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from junheng.web.filing import acts
from junheng.web.filing.models import Filing, Reminder, Round, State
from junheng.web.jobs.models import Job
from junheng.web.log.actor import Actor
from junheng.web.people.models import County, GrantRequest, User
from junheng.web.people.policy import Policy
from junheng.web.snapshots.acts import freeze

EVERYBODY = (
    "leader", "officer", "finance_officer", "clerk", "principal", "inspector", "viewer", "system", "security", "audit",
    "outsider",
)  # fmt: skip
TITLE = "2026 学年填报"


@pytest.fixture
def opened(county: County, cast: dict[str, User]) -> Round:
    due = timezone.localdate() + dt.timedelta(days=3)
    officer = cast["officer"]
    return acts.open_round(
        Actor(officer, "officer"), Policy(officer), county.code, acts.Asking(title=TITLE, year=2026, due=due)
    )


@pytest.fixture
def mine(opened: Round, school_code: str) -> Filing:
    return opened.filings.get(school_code=school_code)


def home(as_: Any, name: str) -> str:
    answer = as_(name).get("/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def put(filing: Filing, state: str, **more: Any) -> None:
    Filing.objects.filter(pk=filing.pk).update(state=state, **more)


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_has_a_first_page_before_there_is_anything(bare_county: County, as_: Any, name: str) -> None:
    assert "现在没有需要您处理的事" in home(as_, name)


def test_a_clerk_sees_the_open_filing_how_far_it_is_and_the_days_left(mine: Filing, as_: Any) -> None:
    text = home(as_, "clerk")
    assert f'href="/filing/{mine.pk}/"' in text
    assert "已核 0 / 5 页" in text
    assert "还有 3 天" in text


def test_a_clerk_sees_what_was_returned_with_the_words_and_the_reminder(mine: Filing, as_: Any) -> None:
    put(mine, State.RETURNED, remark="请核对图书", remark_by="李股长")
    Reminder.objects.create(filing=mine, by_name="李股长")
    text = home(as_, "clerk")
    assert "已退回修改" in text
    assert "李股长：请核对图书" in text
    assert "提醒" in text


def test_the_principal_is_asked_to_sign_only_what_is_handed_over(mine: Filing, as_: Any) -> None:
    assert "请签字" not in home(as_, "principal")
    put(mine, State.FILLED)
    assert f'href="/filing/{mine.pk}/sign/">请签字' in home(as_, "principal")
    put(mine, State.SIGNED)
    assert TITLE not in home(as_, "principal")


def test_an_officer_sees_what_is_to_review_and_who_is_missing_near_the_last_day(mine: Filing, as_: Any) -> None:
    put(mine, State.SIGNED)
    text = home(as_, "officer")
    assert "待审核 1 所" in text
    assert f"已上报 1 / {mine.round.filings.count()}" in text
    assert 'class="urgent"' in text
    assert "待审核" not in home(as_, "leader")
    assert "已上报 1 /" in home(as_, "leader")


@pytest.mark.parametrize("name", ["viewer", "system", "security", "audit", "outsider", "inspector"])
def test_filing_needs_nothing_of_those_who_have_no_part_in_it(mine: Filing, as_: Any, name: str) -> None:
    put(mine, State.SIGNED)
    assert TITLE not in home(as_, name)


def test_a_failed_job_is_shown_to_who_asked_and_its_kind_to_the_system_administrator(
    county: County, cast: dict[str, User], as_: Any
) -> None:
    Job.objects.create(
        kind="x", by=cast["officer"], county=county, title_zh="导入学生", title_en="Import", state="failed",
        error_zh="表头不对", ended_at=timezone.now(),
    )  # fmt: skip
    text = home(as_, "officer")
    assert "任务失败：导入学生" in text
    assert "表头不对" in text
    others = home(as_, "system")
    assert "任务失败：x" in others
    for name in ("system", "clerk"):
        assert "导入学生" not in home(as_, name)
        assert "表头不对" not in home(as_, name)


def test_a_job_that_failed_long_ago_is_no_longer_news(county: County, cast: dict[str, User], as_: Any) -> None:
    old = timezone.now() - dt.timedelta(days=30)
    Job.objects.create(kind="x", by=cast["officer"], title_zh="导入", title_en="Import", state="failed", ended_at=old)
    assert "任务失败" not in home(as_, "officer")


def test_the_inspector_finds_the_own_schools(county: County, as_: Any, school_code: str, other_school: str) -> None:
    text = home(as_, "inspector")
    assert f'href="/registry/schools/{school_code}/"' in text
    assert other_school not in text


def test_administrators_find_their_own_things_and_no_figures(
    mine: Filing, county: County, cast: dict[str, User], as_: Any, school_code: str
) -> None:
    GrantRequest.objects.create(user=cast["stranger"], role="clerk", county=county, school_code=school_code)
    assert "1 项授权申请待办理" in home(as_, "security")
    assert 'href="/log/"' in home(as_, "audit")
    for name in ("system", "security", "audit"):
        text = home(as_, name)
        assert mine.school_name not in text
        assert "达标" not in text


def test_the_leader_reads_the_verdict_in_one_sentence(county: County, actor: Actor, as_: Any) -> None:
    freeze(actor, county.code, 2025)
    text = home(as_, "leader")
    assert 'class="verdict' in text
    assert "小学" in text
    assert 'class="verdict' not in home(as_, "clerk")


def test_somebody_without_a_grant_is_refused(bare_county: County, as_: Any) -> None:
    assert as_("stranger").get("/").status_code == 403


@pytest.mark.parametrize("name", ["clerk", "principal", "officer", "leader", "inspector", "security"])
def test_the_queries_of_the_first_page_do_not_grow_with_what_there_is(
    mine: Filing, as_: Any, name: str, django_assert_max_num_queries: Any, cast: dict[str, User]
) -> None:
    for number in range(5):
        Reminder.objects.create(filing=mine, by_name="x", text=str(number))
        Job.objects.create(
            kind="x", by=cast[name], title_zh=str(number), title_en="x", state="failed", ended_at=timezone.now()
        )
    client = as_(name)
    with django_assert_max_num_queries(11):
        client.get("/")


def test_the_first_page_speaks_english(mine: Filing, as_: Any) -> None:
    client = as_("clerk")
    client.post("/language/", {"language": "en", "next": "/"})
    text = client.get("/").content.decode()
    assert "What needs you" in text
    assert "of 5 pages done" in text

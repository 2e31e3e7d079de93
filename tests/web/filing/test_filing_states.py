"""The state machine: every act in every state by everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from filing_help import cell, explain_all, fresh, put

from junheng.web.filing import acts
from junheng.web.filing.models import Filing, Round, RoundState, State, ValueChange
from junheng.web.filing.pages import pages
from junheng.web.log.models import Entry
from junheng.web.people.policy import Refused

PEOPLE = (
    "leader", "officer", "finance_officer", "clerk", "principal", "inspector", "viewer", "system", "security", "audit",
    "outsider", "stranger",
)  # fmt: skip
Act = Callable[[Any, Any, Filing], Any]


def _save(actor: Any, policy: Any, filing: Filing) -> Any:
    one = cell(filing, "school", "books")
    return acts.save(actor, policy, filing, [acts.Typed(one.pk, str(filing.version), one.value)])


def _page_done(actor: Any, policy: Any, filing: Filing) -> Any:
    Filing.objects.filter(pk=filing.pk).update(pages_done=[])
    return acts.page_done(actor, policy, filing, ["basics", "no such page"])


def _explain(actor: Any, policy: Any, filing: Filing) -> Any:
    return acts.explain(actor, policy, filing, cell(filing, "school", "books").pk, f"属实 {filing.version}")


def _remark(actor: Any, policy: Any, filing: Filing) -> Any:
    return acts.remark(
        actor, policy, filing, cell(filing, "school", "books").pk, f"请核对 {filing.version} {actor.name}"
    )


def _add(actor: Any, policy: Any, filing: Filing) -> Any:
    return acts.add_record(
        actor, policy, filing, "room", {"campus": "", "room_no": f"Z{filing.version} {filing.state}"}
    )


def _give_back(actor: Any, policy: Any, filing: Filing) -> Any:
    return acts.give_back(actor, policy, filing, filing.version, "请核对")


def _remove(actor: Any, policy: Any, filing: Filing) -> Any:
    return acts.remove_record(actor, policy, filing, filing.records.filter(table="room", removed=False)[0].pk)


CLERKS = {"open", "returned"}
OFFICERS = {"officer", "finance_officer"}
ACTS: dict[str, tuple[Act, set[str], set[str], str | None]] = {
    # who may, in which states, the state it leads to (None: stays)
    "save": (_save, {"clerk"}, CLERKS, None),
    "explain": (_explain, {"clerk"}, CLERKS, None),
    "page_done": (_page_done, {"clerk"}, CLERKS, None),
    "add_record": (_add, {"clerk"}, CLERKS, None),
    "remove_record": (_remove, {"clerk"}, CLERKS, None),
    "hand_over": (acts.hand_over, {"clerk"}, CLERKS, "filled"),
    "send_back": (lambda a, p, f: acts.send_back(a, p, f, "请核对"), {"principal"}, {"filled"}, "open"),
    "sign": (lambda a, p, f: acts.sign(a, p, f, f.version), {"principal"}, {"filled"}, "signed"),
    "remark": (_remark, OFFICERS, {"signed", "accepted"}, None),
    "accept": (lambda a, p, f: acts.accept(a, p, f, f.version), OFFICERS, {"signed"}, "accepted"),
    "give_back": (_give_back, OFFICERS, {"signed", "accepted"}, "returned"),
}


@pytest.fixture
def clean(mine: Filing) -> Filing:
    """The filing without anything that hinders handing it over."""
    explain_all(mine)
    return mine


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_done_in_its_states_by_its_people_and_by_nobody_else(clean: Filing, who: Any, name: str) -> None:
    act, people, states, after = ACTS[name]
    for state in State.values:
        now, before = put(clean, state), Entry.objects.count()
        for person in sorted(set(PEOPLE) - people):
            with pytest.raises(Refused):
                act(*who(person), now)
        assert fresh(clean).state == state
        assert Entry.objects.count() == before, "what was refused left no trace"
        for person in sorted(people):
            now, before = put(clean, state), Entry.objects.count()
            if state not in states:
                with pytest.raises(acts.NotNow):
                    act(*who(person), now)
                assert (fresh(clean).state, Entry.objects.count()) == (state, before)
            else:
                act(*who(person), now)
                assert fresh(clean).state == (after or state)
                assert Entry.objects.count() > before, "every act is in the log"


@pytest.mark.parametrize("state", [RoundState.CLOSING, RoundState.CLOSED])
def test_nothing_is_done_once_the_round_is_closed(clean: Filing, who: Any, state: str) -> None:
    Round.objects.filter(pk=clean.round_id).update(state=state)
    for act, people, states, _ in ACTS.values():
        now = put(clean, min(states))
        with pytest.raises(acts.NotNow):
            act(*who(min(people)), now)


def test_a_filing_with_a_fault_cannot_be_handed_over(clean: Filing, who: Any) -> None:
    put(clean, "open")
    staff = cell(clean, "part", "teachers_bachelor")
    acts.save(*who("clerk"), clean, [acts.Typed(staff.pk, "900", staff.value)])
    with pytest.raises(acts.NotNow, match="1 处"):
        acts.hand_over(*who("clerk"), fresh(clean))


def test_a_doubt_hinders_until_it_is_explained(clean: Filing, who: Any) -> None:
    put(clean, "open")
    pupils = cell(clean, "part", "pupils")
    acts.save(*who("clerk"), clean, [acts.Typed(pupils.pk, str(int(pupils.value or 0) * 2), pupils.value)])
    with pytest.raises(acts.NotNow, match="疑问要说明"):
        acts.hand_over(*who("clerk"), fresh(clean))
    acts.explain(*who("clerk"), fresh(clean), pupils.pk, "并入一所小学")
    assert acts.hand_over(*who("clerk"), fresh(clean)).state == State.FILLED


def test_a_filing_cannot_be_handed_over_before_every_page_was_gone_through(clean: Filing, who: Any) -> None:
    acts.page_done(*who("clerk"), clean, ["basics"])
    with pytest.raises(acts.NotNow, match="4 页"):
        acts.hand_over(*who("clerk"), fresh(clean))


def test_what_was_signed_is_what_was_read(clean: Filing, who: Any) -> None:
    now = put(clean, "filled")
    with pytest.raises(acts.NotNow, match="又有变动"):
        acts.sign(*who("principal"), now, now.version - 1)


def test_a_filing_that_is_not_what_was_signed_is_not_accepted(clean: Filing, who: Any) -> None:
    now = put(clean, "signed")
    clean.values.filter(field="books").update(value="1")
    with pytest.raises(acts.NotNow, match="不一致"):
        acts.accept(*who("officer"), now, now.version)


def test_a_filing_signed_after_the_last_day_is_taken_and_marked_late(clean: Filing, who: Any) -> None:
    Round.objects.filter(pk=clean.round_id).update(due="2026-01-01")
    acts.sign(*who("principal"), (now := put(clean, "filled")), now.version)
    assert fresh(clean).late
    assert fresh(clean).state == State.SIGNED


def test_returning_wants_a_word_or_a_remark(clean: Filing, who: Any) -> None:
    now = put(clean, "signed")
    with pytest.raises(acts.NotNow, match="写意见"):
        acts.give_back(*who("officer"), now, now.version, " ")
    acts.remark(*who("officer"), now, cell(clean, "school", "books").pk, "请核对")
    assert acts.give_back(*who("officer"), now, now.version, "").state == State.RETURNED
    assert fresh(clean).seal == ""


def test_an_explanation_holds_for_the_value_it_was_given_for(clean: Filing, who: Any) -> None:
    put(clean, "open")
    pupils = cell(clean, "part", "pupils")
    for factor in (2, 3):
        now = cell(clean, "part", "pupils")
        wanted = str(int(pupils.value or 0) * factor)
        acts.save(*who("clerk"), clean, [acts.Typed(now.pk, wanted, now.value)])
        assert cell(clean, "part", "pupils").explanation == ""
        with pytest.raises(acts.NotNow, match="疑问要说明"):
            acts.hand_over(*who("clerk"), fresh(clean))
        acts.explain(*who("clerk"), fresh(clean), pupils.pk, f"并入 {factor} 所小学")
    said = ValueChange.objects.filter(filing=clean, field="pupils", aspect="explanation").order_by("pk")
    assert [(row.before, row.after) for row in said][-2:] == [("并入 2 所小学", None), (None, "并入 3 所小学")]


def test_pages_confirmed_with_handing_over_are_ticked_with_it_or_not_at_all(clean: Filing, who: Any) -> None:
    every = [page.id for page in pages(clean.round.fields)]
    with pytest.raises(acts.NotNow, match="1 页"):
        acts.hand_over(*who("clerk"), fresh(clean), every[1:])
    assert fresh(clean).pages_done == []
    acts.hand_over(*who("clerk"), fresh(clean), every)
    assert (fresh(clean).state, set(fresh(clean).pages_done)) == (State.FILLED, set(every))


def test_what_is_accepted_or_returned_is_what_was_read(clean: Filing, as_: Any) -> None:
    now, officer = put(clean, "signed"), as_("officer")
    field = f'name="version" value="{now.version}"'
    assert officer.get(f"/filing/{now.pk}/review/").content.decode().count(field) == 2
    Filing.objects.filter(pk=now.pk).update(version=now.version + 2)  # returned, mended and signed again meanwhile
    for decision in ("accept", "return"):
        for version in (now.version, ""):
            data = {"decision": decision, "words": "请核对", "version": version}
            answer = officer.post(f"/filing/{now.pk}/decide/", data, follow=True)
            assert "又有变动" in answer.content.decode()
            assert fresh(now).state == State.SIGNED
    officer.post(f"/filing/{now.pk}/decide/", {"decision": "accept", "version": now.version + 2})
    assert fresh(now).state == State.ACCEPTED

"""What the acts share: the word for “not in this state”, permission, and the rows an act locks."""

from __future__ import annotations

from junheng.web.base.words import say
from junheng.web.filing.models import Filing, Round, RoundState, State
from junheng.web.people.policy import Policy


class NotNow(Exception):  # noqa: N818 (what it says)
    """The act is allowed to this person, but not as things stand; carries the words for the page."""


def demand(policy: Policy, act: str, filing: Filing) -> None:
    """Raise people.policy.Refused when the act is not allowed on the filing."""
    policy.demand(act, county=filing.county_id, school=filing.school_code)


def locked(pk: int) -> Filing:
    """Return the filing as it is now, locked where the database can, with its round."""
    return Filing.objects.select_related("round").select_for_update(of=("self",)).get(pk=pk)


def locked_round(pk: int) -> Round:
    """Return the round as it is now, locked where the database can."""
    return Round.objects.select_for_update().get(pk=pk)


def in_round(one: Round) -> None:
    """Raise NotNow unless the round is open."""
    if one.state != RoundState.OPEN:
        raise NotNow(
            say(
                "这一轮填报已关闭，没有保存。更正请联系县局在基础数据里修改。",
                "This round is closed; nothing was saved. Ask the bureau to correct the registry.",
            )
        )


def in_state(filing: Filing, *states: State) -> None:
    """Raise NotNow unless the round is open and the filing in one of the states."""
    in_round(filing.round)
    if filing.state not in states:
        raise NotNow(
            say(
                f"现在的状态是“{filing.get_state_display()}”，不能这样做，没有保存。请刷新页面查看。",
                f"The filing is now “{filing.get_state_display()}”: this cannot be done and nothing was saved. "
                "Reload the page to see how it stands.",
            )
        )


def same_version(filing: Filing, version: int) -> None:
    """Raise NotNow when the filing has changed since the person read it."""
    if filing.version != version:
        raise NotNow(
            say(
                "您打开页面之后内容又有变动。没有保存，请刷新后重新核对。",
                "The filing has changed since you opened the page. Nothing was saved: reload it and look again.",
            )
        )

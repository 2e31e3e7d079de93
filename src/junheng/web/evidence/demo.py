"""A few invented files in the demo's archive, so that there is something to see, to miss and to export."""

from __future__ import annotations

from junheng.web.evidence import acts
from junheng.web.evidence.models import File
from junheng.web.evidence.things import item_thing
from junheng.web.log.actor import Actor
from junheng.web.people.models import County, Grant, Role
from junheng.web.people.policy import Policy
from junheng.web.snapshots.models import Snapshot

PAPERS = (
    ("G1", "plan", "works", "中小学布局专项规划", "示例〔2024〕3号"),
    ("G2", "funding", "finance", "生均公用经费基准定额通知", "示例〔2025〕12号"),
    ("G8", "pay", "finance", "教师与公务员平均工资对比表", ""),
    ("G9", "training", "staff", "教师360学时培训台账", ""),
    ("G11", "rotation", "staff", "2025年校长教师交流轮岗名册", "示例〔2025〕8号"),
    ("Q2", "disabled", "schooling", "适龄残疾儿童少年入学台账", ""),
    ("V6", "statement", "inspection", "数据真实性承诺书", ""),
)
"""Item, material, section, title, document number."""


def start(county: County) -> None:
    """Put the papers in, each by its section's officer; nothing where the archive has files."""
    if File.objects.filter(county=county).exists():
        return
    newest = Snapshot.objects.filter(county=county).first()
    officers = {
        grant.section: grant.user
        for grant in Grant.objects.filter(county=county, role=Role.OFFICER).select_related("user")
    }
    for item, wanted, section, title, number in PAPERS:
        user = officers.get(section)
        if newest is None or user is None:
            continue
        content = f"{title}\n{number}\n本文件为示例，内容虚构。 This file is an invented example.\n".encode()
        paper = acts.Paper(county.code, newest.year, title, "", section, number)
        target = acts.Target(item_thing(county.standard, item), wanted)
        actor = Actor(user, user.username, "command")
        acts.put(actor, Policy(user), paper, f"{title}.txt", [content], [target])

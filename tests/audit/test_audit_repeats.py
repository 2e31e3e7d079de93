from __future__ import annotations

import pytest
from audit_linear import takes_linear_time
from audit_prose import ORDINARY
from hypothesis import given, settings
from hypothesis import strategies as st

from junheng.audit import quantities
from junheng.audit.blanks.notes import Note
from junheng.audit.layout import lay_out
from junheng.audit.model import Clean, Document
from junheng.audit.relations.remarks import repeats


def notes_of(text: str) -> list[Note]:
    clean = Clean(Document("report.txt", text, ()), text, (0,), (0,))
    return list(repeats.find(clean, lay_out(text, list(quantities.quantities(text)))))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("发放补助资金9500元，其中：初中生62人次，19500元；小学生80人次。", "part_exceeds"),
        ("全县现有教师500人，其中高级教师620人。", "part_exceeds"),
        ("寄宿生2000人（其中女生2300人）。", "part_exceeds"),
        ("学生1000人，其中男生420人，女生1200人。", "part_exceeds"),
        ("学校30所，其中小学41所。", "part_exceeds"),
        ("全市公办学校共计90所，其中初中20所，小学60所，民办学校10所。", "not_a_part"),
        ("全县农村学校合计50所，其中中心小学20所，教学点24个，城区学校6所。", "not_a_part"),
        ("全县住宿生9000人（小学3000人，初中6000人）。农村住宿生8000人（小学4200人，初中3800人）。", "scope_exceeds"),
        ("全县共有专任教师800人。农村专任教师920人，队伍不稳。", "scope_exceeds"),
        ("全县现有小学88所。\n二、布局情况\n全县共有小学86所，分布不均。", "stated_twice"),
        ("我县在校生12000人，幼儿园30所。\n目前，我县共有在校生12100人。", "stated_twice"),
        ("全区共有幼儿园40所。经过努力，全区现有幼儿园42所。", "stated_twice"),
        ("全县共有学校48所。\n全县46所学校中，平原学校居多。", "again_behind"),
        ("全县共有消毒柜52台。\n对全县25台消毒柜逐一检修。", "again_behind"),
        ("我区微机室总数为61间。\n全区现有微机室59间。", "thing_twice"),
        ("全县共有学校48所。到2028年，学校要上台阶。\n全县46所学校全部供暖。", "again_behind"),
    ],
)
def test_it_finds_figures_that_cannot_be(text: str, rule: str) -> None:
    assert [one.rule for one in notes_of(text)] == [rule]


@pytest.mark.parametrize("sentence", ORDINARY)
def test_it_finds_nothing_in_ordinary_prose(sentence: str) -> None:
    assert notes_of(sentence) == []


@pytest.mark.parametrize(
    "text",
    [
        # The same figure again, and the same in 万.
        "全县现有小学88所。全县共有小学88所，分布合理。",
        "全县在校生3.2万人。全县共有在校生32145人。",
        # Other years, plans, hedges, brackets that narrow.
        "2018年，全县有小学90所。2019年，全县有小学88所。",
        "全县现有小学88所。到规划期末，全县小学将达到60所。",
        "全县小学近90所。全县共有小学86所。",
        "全县小学281所（含教学点97个）。全县共有小学184所。",
        "去年全县小学95所。全县共有小学86所。",
        # Other places and other kinds.
        "甲镇现有小学5所。乙镇现有小学7所。",
        "全县公办中小学70所，其中小学60所。全县共有小学64所。",
        "全县小学64所。农村小学50所，城区小学14所。",
        "柳河镇地处边远，现有小学3所。农村小学50所。",
        "新建小学3所。全县新建农村小学5所。",
        "培训教师200人。全县培训农村教师300人。",
        # Parts of other things.
        "全县教师500人，学生8000人，其中寄宿生2100人。",
        "学生比上年增加50人，其中女生300人。",
        "校均规模160人，其中小学生4000人，初中生3000人。",
        "投入资金300万元，其中中央200万元，省级100万元，累计投入1500万元。",
        "全县公办幼儿园20所，另有民办幼儿园30所。",
        "全县幼儿园50所，其中公办20所，民办30所。",
        "公办园在园幼儿900人，其中城区300人，农村600人；民办园在园幼儿1200人。",
        "全县教师500人（师生比1:15，学生7500人）。",
        "全县现有小学88所。全县有小学60所被评为先进。全县有小学30所，都建起了食堂。",
        # Some of them, other kinds, what was done, other years, other things behind.
        "全县共有学校48所。全县46所学校被评为平安学校。",
        "全县共有学校48所。全县46所农村学校全部供暖。",
        "全县共有学校48所。全县46所民办学校中，半数在县城。",
        "全县共有竞赛奖项48个。全县共有竞赛奖项46个。",
        "全县新建浴室48间。全县现有浴室50间。",
        "2018年，全县现有浴室48间。2019年，全县现有浴室50间。",
        "全县现有浴室48间，其中全县农村共有浴室40间。",
        "全县共有学校48所。新增后，全县50所学校全部供暖。",
        "全县现有浴室480间。乡镇现有浴室450间。",
        # Reports of several counties in one file.
        "总结篇一\n全县现有小学88所。\n总结篇二\n全县现有小学42所。",
        "共有成人技校31所，其中有7所为合格学校，农民文化学校240所。",
        "教职工9人，设园长一名，其中专业教师4名。",
        "教职工32人，副园长2名，其中专任教师15名，保育员8名。",
        "招聘教师118名，其中特岗60名，交流轮岗80名，培训教师500名。",
        "共有寄宿制学校31所，其中城区6所，教学点50所。",
        "全县有小学42所、学生13000人，初中16所、学生9500人。",
    ],
)
def test_it_keeps_silent_where_another_reading_is_open(text: str) -> None:
    assert notes_of(text) == []


def test_it_points_at_both_figures() -> None:
    text = "全区共有幼儿园40所。经过努力，全区现有幼儿园42所。"
    (one,) = notes_of(text)
    assert [text[start:end] for start, end in one.spans] == ["全区共有幼儿园40所", "全区现有幼儿园42所"]
    assert "40所" in one.zh
    assert "42所" in one.en
    assert one.kind == "contradiction"


@settings(max_examples=60)
@given(st.text(alphabet="全县小学农村其中（），。；0123所人公办民", max_size=120))
def test_it_never_raises(text: str) -> None:
    notes_of(text)


@pytest.mark.parametrize(
    "piece", ["全县小学1所，", "其中1人，", "（其中1人", "2018年，", "全县农村小学1所。", "1人；其中2人，"]
)
def test_it_takes_time_linear_in_the_length(piece: str) -> None:
    def read(size: int) -> object:
        text = piece * (size // len(piece))
        layout = lay_out(text, list(quantities.quantities(text)))
        return list(repeats.find(Clean(Document("a.txt", text, ()), text, (0,), (0,)), layout))

    takes_linear_time(read, 60_000)


@pytest.mark.parametrize(
    "named", ["小学（含教学点）25所", "小学(不含教学点)19所", "小学（包括九年一贯制学校小学部）25所"]
)
def test_a_bracket_in_the_name_that_widens_or_narrows_it_makes_it_another_figure(named: str):
    assert notes_of(f"全县共有小学21所。\n全县{named}。") == []
    assert [one.rule for one in notes_of("全县共有小学21所。\n全县小学（公益性质）25所。")] == ["stated_twice"]
    assert [one.rule for one in notes_of("全县小学（含教学点）21所。\n全县小学（含教学点）25所。")] == ["stated_twice"]

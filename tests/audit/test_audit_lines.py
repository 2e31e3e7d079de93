from __future__ import annotations

from fractions import Fraction

import pytest
from audit_linear import takes_linear_time
from audit_prose import ORDINARY
from hypothesis import given, settings
from hypothesis import strategies as st

from junheng.audit import quantities
from junheng.audit.blanks.notes import Note
from junheng.audit.layout import lay_out
from junheng.audit.model import Clean, Document
from junheng.audit.relations.remarks import lines
from junheng.standards import load


def notes_of(text: str) -> list[Note]:
    clean = Clean(Document("report.txt", text, ()), text, (0,), (0,))
    return list(lines.find(clean, lay_out(text, list(quantities.quantities(text)))))


@pytest.mark.parametrize(
    ("text", "line", "clause"),
    [
        ("全县残疾儿童少年入学率达到93.2%。", "95%", "教育质量 第2项"),
        ("初中三年巩固率为94.6%。", "95%", "教育质量 第1项"),
        ("初中阶段巩固率仅93%。", "95%", "教育质量 第1项"),
        ("专任教师教师资格证持证率98.5%。", "100%", "政府保障程度 第12项"),
        ("教师5年360学时培训完成率达97%。", "100%", "政府保障程度 第9项"),
        ("城区公办初中就近划片入学比例为93%。", "95%", "政府保障程度 第13项"),
        ("优质高中招生名额分配比例为45%。", "50%", "政府保障程度 第14项"),
        ("随迁子女在公办学校就读比例为82%。", "85%", "政府保障程度 第15项"),
        ("社会公众满意度为83.1%。", "85%", "社会认可度"),
        ("特殊教育学校生均公用经费6000元。", "8000元", "政府保障程度 第7项"),
        ("小学最大班额58人。", "45人", "政府保障程度 第5项"),
        ("初中最大班额52人。", "50人", "政府保障程度 第5项"),
        ("小学生均教学及辅助用房面积3.9平方米。", "4.5平方米", "资源配置 第4项"),
        ("初中生均体育运动场馆面积9.8平方米。", "10.2平方米", "资源配置 第5项"),
        ("小学生均教学仪器设备值为1850元。", "2000元", "资源配置 第6项"),
        ("初中综合差异系数为0.58。", "0.55", "综合差异系数"),
        ("按公用经费预算总额的3%安排教师培训经费。", "5%", "教育质量 第4项"),
    ],
)
def test_it_names_the_line_a_figure_is_short_of(text: str, line: str, clause: str) -> None:
    (one,) = notes_of(text)
    assert line in one.zh
    assert line in one.en
    assert clause in one.zh
    assert one.kind == "doubt"


@pytest.mark.parametrize("sentence", ORDINARY)
def test_it_finds_nothing_in_ordinary_prose(sentence: str) -> None:
    assert notes_of(sentence) == []


@pytest.mark.parametrize(
    "text",
    [
        "残疾儿童少年入学率达到98.2%。",
        "残疾儿童少年入学率达到90%以上。",
        "力争残疾儿童少年入学率达到90%。",
        "残疾儿童入学率比上年提高3.2个百分点，残疾儿童入学率提高2%。",
        "残疾儿童入学率由85%提高到96%。",
        "小学、初中巩固率分别为100%、94%。",
        "九年义务教育巩固率94.5%，高中阶段毛入学率92%。",
        "幼儿园教师资格证持证率80%。",
        "食堂满意度80%，课后服务满意度82%。",
        "小学最大班额45人，初中最大班额50人，最大班额54人。",
        "高中最大班额58人。",
        "生均教学及辅助用房面积4.2平方米。",
        "小学生均校舍面积4.2平方米，生均图书12册。",
        "校际差异系数0.48。小学校际差异系数0.45。",
        "全省残疾儿童入学率94%。",
        "交流轮岗教师120人，占教师总数的8%。",
    ],
)
def test_it_keeps_silent_where_the_line_is_met_or_is_not_this_one(text: str) -> None:
    assert notes_of(text) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("该校生均用地为12平方米，与省里规定的生均用地15平方米以上相比差距不小。", "short_of_named"),
        ("全县危房占4.5%，超出市里要求的危房不得超过2%的上限。", "short_of_named"),
        ("该校生均用地为12平方米，符合省里规定的生均用地不低于15平方米的标准。", "claimed_met"),
    ],
)
def test_it_holds_a_figure_against_the_line_the_text_names(text: str, rule: str) -> None:
    assert [one.rule for one in notes_of(text)] == [rule]


@pytest.mark.parametrize(
    "text",
    [
        "该校生均用地为16平方米，符合省里规定的生均用地不低于15平方米的标准。",
        "全县危房占0.5%，低于市里要求的危房不得超过2%的上限。",
        "该校生均用地为12平方米。省里规定的绿地不低于15平方米。",
        "教室面积54平方米，规定的操场不低于200平方米。",
    ],
)
def test_it_finds_nothing_where_the_named_line_is_met_or_another(text: str) -> None:
    assert notes_of(text) == []


def test_every_demand_leads_to_a_line_of_its_standard() -> None:
    for demand in lines._DEMANDS:
        found = [lines._line(demand, stage) for stage in ("", "primary", "junior")]
        assert any(one is not None and one.value > 0 for one in found), demand
        assert load(demand.standard)


def test_the_lines_are_those_of_the_standard() -> None:
    (demand,) = [one for one in lines._DEMANDS if one.of == "L4"]
    indicator = next(one for one in load("cn.quality.2017").indicator if one.id == "L4")
    for stage, value in indicator.lines.items():
        line = lines._line(demand, stage)
        assert line is not None
        assert line.value == Fraction(value)
        assert not line.most


@settings(max_examples=60)
@given(st.text(alphabet="残疾儿童入学率规定的不超过以上%0159元平方米，。", max_size=80))
def test_it_never_raises(text: str) -> None:
    notes_of(text)


@pytest.mark.parametrize("piece", ["残疾儿童入学率1%，", "规定的用地1平方米以上，", "满意度", "规定的"])
def test_it_takes_time_linear_in_the_length(piece: str) -> None:
    def read(size: int) -> object:
        text = piece * (size // len(piece))
        layout = lay_out(text, list(quantities.quantities(text)))
        return list(lines.find(Clean(Document("a.txt", text, ()), text, (0,), (0,)), layout))

    takes_linear_time(read, 60_000)

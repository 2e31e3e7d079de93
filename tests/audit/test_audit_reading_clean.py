"""Page furniture goes, figures stay, and every clean character is the document's own."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junheng.audit.model import Block, Clean, Document
from junheng.audit.reading import clean
from junheng.audit.reading.plain import read_text

LONG = "全县把义务教育摆在优先发展的位置，持续加大投入，改善办学条件，配齐配强教师，城乡之间、校际之间的差距逐年缩小；"
"""Sixty characters or so that hold no figure."""


def cleaned(text: str) -> Clean:
    made = clean(read_text(text.encode(), "报告.txt"))
    leads_back(made)
    return made


def leads_back(made: Clean) -> None:
    raw = made.document.text
    for start, last, end in zip(made.starts, made.raws, [*made.starts[1:], len(made.text)], strict=True):
        assert made.text[start:end] == raw[last : last + end - start]
    for place in {0, len(made.text) // 2, len(made.text) - 1} - {-1}:
        if made.text:
            first, after = made.back(place, place + 1)
            assert (raw[first:after], after) == (made.text[place], first + 1)
    assert all(one < two for one, two in pairwise(made.raws))
    assert "\n\n" not in made.text
    assert made.text.strip("\n") == made.text


def test_it_reads_a_sentence_across_a_page_mark_inside_it() -> None:
    for mark in ("第1页共7页", "第 1 页 共 7 页", " 第3页，共12页 ", "第2页/共9页", "第一页 共三页"):
        assert cleaned(f"今年以来，{mark}为学校添置图书300册。").text == "今年以来，为学校添置图书300册。"


def test_it_leaves_a_page_that_is_told_of_in_a_sentence() -> None:
    for text in ("详见第3页附表，共12所。", "教材第1页有误。", "全书共7页。"):
        assert cleaned(text).text == text


def test_it_puts_one_number_together_across_a_page_mark_and_never_two() -> None:
    assert cleaned("校舍建筑面积408第1页共7页61平方米。").text == "校舍建筑面积40861平方米。"
    assert "第1页" in cleaned("新建于2019第1页共7页12所学校。").text
    assert cleaned("甲校5，第1页共7页12第2页共7页3").text == "甲校5，12第2页共7页3"


def test_it_bridges_the_numbers_of_a_document_cut_in_pieces() -> None:
    text = (
        f"1、某区汇报材料 各位领导：{LONG * 4}全区有幼儿园41所，其中公办园1\n\n"
        f"2、2所，民办园29所。{LONG * 4}为推\n\n3、进均衡，再投入50万元。"
    )
    found = cleaned(text).text
    assert "其中公办园12所，民办园29所" in found
    assert "为推进均衡，再投入50万元" in found
    assert found.startswith("某区汇报材料")
    assert "\n" not in found


def test_it_leaves_a_real_list_as_it_is() -> None:
    item = "改善学校条件，新建校舍3200平方米，添置课桌椅500套，更新计算机120台，全部交付使用"
    for end in ("。", "；", "", "，"):
        text = "\n".join(f"{number}、{item}{end}" for number in range(1, 6))
        found = cleaned("主要做法：\n" + text)
        assert [f"{number}、" in found.text for number in range(1, 6)] == [True] * 5, end
        assert found.text.count("\n") == 5


def test_it_leaves_a_real_list_whose_first_entry_lacks_its_end() -> None:
    text = f"1、{LONG * 4}成效明显\n2、投入300万元。\n3、招聘教师40人。"
    assert cleaned(text).text == text


def test_it_joins_lines_wrapped_at_one_width() -> None:
    whole = "".join(
        f"{name}学区现有小学{n + 3}所、初中{n + 1}所，在校学生{n}326人，专任教师{n}12人，校舍面积{n}5600平方米。"
        for n, name in enumerate("东南西北中上下左右", 1)
    )
    lines = re.findall(r".{30,34}(?!\d|[，。、])|.{1,34}$", whole)
    assert "".join(lines) == whole
    text = "一、基本情况\n" + "\n".join(lines) + "\n二、主要做法\n加大投入。"
    found = cleaned(text).text.split("\n")
    assert found[0] == "一、基本情况"
    assert found[-2:] == ["二、主要做法", "加大投入。"]
    assert "".join(found[1:-2]) == whole
    assert sum(not part.endswith("。") for part in found[1:-2]) == 0


def test_it_never_joins_two_numbers_at_a_line_end() -> None:
    rows = "\n".join(f"城关镇第{n}中心小学在校学生与教师人数分别为以下两项，{n}20\n{n}5人" for n in range(1, 9))
    assert all(f"{n}20\n{n}5人" in cleaned(rows).text for n in range(1, 9))


def test_it_puts_a_number_together_that_a_wrapped_line_cut_between_its_groups() -> None:
    line = "全县各级学校坚持立德树人，稳步提高办学质"
    found = cleaned(f"{line}\n" * 5 + "量，到年末全县各级学校共有专任教师 5\n137 人，比上一年略有增加。").text
    assert "专任教师 5137 人" in found


EXAM = "今年高考组织工作平稳有序，考风考纪良好，社会各界给予好评，{}\n{}，考点设在县一中。"


def test_it_puts_a_number_together_that_a_line_end_cut_in_prose_that_is_not_wrapped() -> None:
    for first, second, whole in (
        ("参加高考41", "27人，其中理科2310人，文科1817人", "参加高考4127人，其中"),
        ("县财政安排资金1", "86万元，用于考点改造和设备更新", "县财政安排资金186万元，用于"),
    ):
        assert whole in cleaned(EXAM.format(first, second)).text


@pytest.mark.parametrize(
    "text",
    [
        # A row of a table, a short line, a figure that has its unit, one that goes on behind a blank line.
        "学校名称 在校生 教师\n城关小学 1286 41\n27人，其中留守儿童8人，困难学生5人",
        "城关镇中心小学 在校生1286 教师93 班级27 食堂2 操场1 校车3 宿舍41\n27人在编，其中高级8人，中级12人",
        "序号 学校名称 参加高考\n1 县一中 41\n27人报考艺术类，5人报考体育类",
        "今年参加高考41\n27人，其中理科2310人，文科1817人。",
        EXAM.format("参加高考41人", "27人报考艺术类，其中美术19人"),
        EXAM.format("考点编号为41", "27.5万元用于考务，县财政全额保障"),
    ],
)
def test_it_leaves_two_numbers_at_a_line_end_of_a_text_that_is_not_wrapped(text: str) -> None:
    assert cleaned(text).text.count("\n") == text.count("\n")


def test_it_joins_lines_wrapped_with_blanks() -> None:
    sentence = "全县现有小学四十余所在校学生人数逐年增加而教师编制多年没有变化，"
    text = " ".join([sentence[:31]] * 6 + ["其中普高11所，职", "高8所。"]) + sentence * 3
    assert "职高8所" in cleaned(text).text


def test_it_leaves_blanks_of_a_text_that_is_not_wrapped() -> None:
    text = "一、基本情况 全县有学校12所。 二、做法 投入 300 万元，新建 2 所。" * 4
    assert cleaned(text).text == text


def test_it_takes_a_page_number_off_a_line_that_goes_on() -> None:
    text = f"全区概况\n\n {LONG}其中就读小学的外来\n\n  2 子女有300人。"
    assert cleaned(text).text.endswith("其中就读小学的外来子女有300人。")


def test_it_keeps_a_figure_that_begins_a_line_that_goes_on() -> None:
    for unit in ("所", "人", "万元", "个百分点", "%"):
        assert f"2 {unit}" in cleaned(f"{LONG}比上年多\n\n  2 {unit}，完成任务。").text


def test_it_drops_page_numbers_of_their_own_line() -> None:
    page = "\n".join(f"第{number}项工作已经完成。" for number in range(40))
    for mark in ("- {} -", "— {} —", "第{}页", "第 {} 页 共 9 页", "{}/9", "{}"):
        text = "\n".join(page + "\n" + mark.format(number) for number in range(1, 6))
        assert cleaned(text).text == "\n".join([page] * 5), mark


def test_it_keeps_figures_that_stand_on_lines_of_their_own() -> None:
    for text in ("合计\n12\n其中\n5\n7", "2016\n12/30\n22:41", "1\n2\n3\n4", "小学\n3/4\n初中\n1/2"):
        assert cleaned(text).text == text


def test_it_drops_what_a_download_site_writes() -> None:
    text = "某县报告_第1页\n1/7\n某县报告_第2页\n2/7\n全县有小学30所。\n\n"
    text += "当前文档最多预览五页，下载文档查看全文\nVIP\n回到顶部"
    assert cleaned(text).text == "全县有小学30所。"


def test_it_drops_running_titles_at_page_ends_and_keeps_labels() -> None:
    body = f"{LONG * 3}各校都有了明显的变化，学生入学"
    text = "\n".join(f"{body}\n东山县教育工作年度报告\n- {n} -\n人数增加{n}0人。" for n in range(1, 5))
    found = cleaned(text).text
    assert "年度报告" not in found
    assert found.count("学生入学人数增加") == 4
    labels = "\n".join(["城区普通小学", "12", "30"] * 4)
    assert cleaned(labels).text == labels


def test_it_keeps_headings_and_dates_apart() -> None:
    text = "二〇二一年工作总结\n一、基本情况\n全县有学校50所\n其中小学40所\n云山县教育局\n2021年10月12日"
    assert cleaned(text).text == text


def test_it_joins_a_line_that_ends_in_a_comma() -> None:
    assert cleaned("全县有学校50所，\n　　其中小学40所。\n").text == "全县有学校50所，其中小学40所。"


def test_it_joins_a_number_broken_at_its_point_and_no_list_number() -> None:
    assert cleaned("达标学校占全县的83.\n67%。").text == "达标学校占全县的83.67%。"
    assert cleaned("投入资金1.\n2亿元。").text == "投入资金1.2亿元。"
    for text in ("主要做法\n1.\n2亿元用于校舍。", "一、主要做法1.\n3月份召开会议。", "共有学校12.\n2019年新建3所。"):
        assert cleaned(text).text == text


def test_it_joins_a_sentence_broken_at_quotation_marks() -> None:
    for text in ('实施教师\n"\n素质提升工程"\n培训的经费30万元。', '实施教师\n"\n素质提升工程"培训的经费30万元。'):
        assert cleaned(text).text == '实施教师"素质提升工程"培训的经费30万元。'


def test_it_drops_margins_of_pages_and_reads_on() -> None:
    pages, blocks, text = 4, [], ""
    for number in range(1, pages + 1):
        for line in ("东山县教育局文件", f"{LONG}其中寄宿学", f"生{number}00人。", f"第 {number} 页"):
            blocks.append(Block("paragraph", len(text), len(text) + len(line), number))
            text += line + "\n"
    made = clean(Document("报告.pdf", text, tuple(blocks)))
    leads_back(made)
    assert "文件" not in made.text
    assert "页" not in made.text
    assert made.text.count("寄宿学生") == pages


def test_cells_are_never_joined_and_keep_their_place() -> None:
    words = ["学校数", "12", "34", "合\n计", ""]
    blocks, text = [], ""
    for number, one in enumerate(words):
        text += "\n" * bool(number)
        blocks.append(Block("cell", len(text), len(text) + len(one), None, 0, 0, number))
        text += one
    made = clean(Document("表.docx", text, tuple(blocks)))
    leads_back(made)
    assert [made.text[one.start : one.end] for one in made.cells] == ["学校数", "12", "34", "合计", ""]


MARKS = "\n \u3000。，；：()（）\ufeff\r\f\ud800𠮷"
WORDS = (
    "第1页共7页",
    "第2页共7页",
    "\n\n",
    "\n1、",
    "\n2、",
    "\n3、",
    "12",
    "3",
    "5.6%",
    "2019",
    "- 3 -",
    "\n1/7\n",
    "\n2/7\n",
)
MORE = ("全县有小学", "所", "人", "其中", "万元", "某县报告_第1页", "VIP", "一、基本情况", "[下载全文]", LONG, LONG * 3)
PIECES = st.sampled_from((*MARKS, *WORDS, *MORE))


@given(st.lists(PIECES, max_size=120).map("".join), st.booleans())
@settings(max_examples=400, deadline=None)
def test_every_clean_character_is_the_documents_own(text: str, paged: bool) -> None:
    blocks = []
    if paged:
        at = 0
        for number, line in enumerate(text.split("\n")):
            kind = "cell" if number % 5 == 3 else "header" if number % 7 == 5 else "paragraph"
            blocks.append(Block(kind, at, at + len(line), number // 4 + 1, 0, number, 0))
            at += len(line) + 1
    made = clean(Document("任意", text, tuple(blocks)))
    leads_back(made)
    digits = "".join(one for one in text if one.isdigit())
    assert len([one for one in made.text if one.isdigit()]) <= len(digits)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_text_at_all_makes_it_fail(text: str) -> None:
    leads_back(clean(Document("任意", text, ())))


@pytest.mark.parametrize(
    "piece", ["第1页共7页 ", "1、甲\n", "第   ", "中" * 120 + "\n2、", "　 \t", "，\n（", "12\n", "中文 "]
)
def test_its_time_is_linear(piece: str) -> None:
    def spent(length: int) -> float:
        document = Document("长", (piece * (length // len(piece) + 1))[:length], ())
        start = time.process_time()
        clean(document)
        return time.process_time() - start

    spent(10_000)
    short, long = min(spent(40_000) for _ in range(3)), spent(400_000)
    assert long < 40 * short + 0.5


def test_a_number_in_a_bracket_goes_on_only_where_a_bracket_is_open() -> None:
    listed = "实施学校建设工程。\n2）改建学校3所。\n3）培训教师30人。"
    assert clean(Document("编号", listed, ())).text == listed
    torn = "完成经费105.88万元（其中初中55.40万元，小学。\n50.48万元）"
    assert "小学50.48万元" in clean(Document("断行", torn, ())).text

"""The numbers Word sets by itself before paragraphs."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from junheng.audit.engine import audit
from junheng.audit.faces.commented import give_back
from junheng.audit.reading import read, read_bytes
from junheng.audit.reading.numbering import _FORMS
from junheng.audit.reading.word import open_word

Levels = tuple[tuple[str, str], ...]
OUTLINE: Levels = (("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))


def definition(number: int, levels: Levels, *, first: int = 1, extra: str = "") -> Any:
    """Return the definition of a list: for each level how it counts and what is set around its number."""
    rows = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{first}"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/>'
        "</w:lvl>"
        for at, (form, text) in enumerate(levels)
    )
    return parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{rows}</w:abstractNum>')


def listed(number: int, kind: int, begin: int | None = None) -> Any:
    """Return a list of a definition; `begin` makes it begin anew there."""
    over = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{begin}"/></w:lvlOverride>' if begin else ""
    return parse_xml(
        f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{over}</w:num>'
    )  # fmt: skip


def made(*kinds: Any) -> Any:
    """Return a Word file that knows these definitions and lists."""
    file = docx.Document()
    numbering = file.part.numbering_part.element
    for one in list(numbering):
        numbering.remove(one)
    numbering.extend(kinds)
    return file


def say(file: Any, words: str, number: int = 0, level: int = 0) -> Any:
    """Add a paragraph, numbered where a list is named."""
    paragraph = file.add_paragraph(words)
    if number:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = number
    return paragraph


def packed(file: Any) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def lines(file: Any) -> list[str]:
    return read_bytes(packed(file), "a.docx").text.split("\n")


def test_it_reads_the_numbers_of_an_outline() -> None:
    file = made(definition(3, OUTLINE), listed(7, 3))
    for words, level in (
        ("做法", 0),
        ("机制", 1),
        ("定人", 2),
        ("定钱", 2),
        ("队伍", 1),
        ("培训", 2),
        ("问题", 0),
        ("缺人", 1),
    ):
        say(file, words, 7, level)
    assert lines(file) == [
        "一、做法", "（一）机制", "1. 定人", "2. 定钱", "（二）队伍", "1. 培训", "二、问题", "（一）缺人"
    ]  # fmt: skip


def test_what_stands_between_does_not_break_the_count_and_empty_paragraphs_take_part_in_it() -> None:
    file = made(definition(3, OUTLINE), listed(7, 3))
    say(file, "做法", 7)
    say(file, "正文30所。")
    say(file, "", 7)
    say(file, "问题", 7)
    assert lines(file) == ["一、做法", "正文30所。", "", "三、问题"]


def test_lists_of_one_definition_go_on_counting_unless_they_begin_anew() -> None:
    file = made(definition(3, OUTLINE), listed(7, 3), listed(8, 3), listed(9, 3, 1), listed(10, 3, 5))
    for number in (7, 8, 9, 9, 10, 10):
        say(file, "点", number)
    assert lines(file) == ["一、点", "二、点", "一、点", "二、点", "五、点", "六、点"]


def test_a_style_numbers_its_paragraphs_and_a_list_named_0_takes_the_number_off() -> None:
    file = made(definition(3, OUTLINE), listed(7, 3))
    style = file.styles["Heading 1"]
    style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="7"/></w:numPr>'))
    for words in ("做法", "问题"):
        file.add_paragraph(words, "Heading 1")
    bare = file.add_paragraph("附件", "Heading 1")._p.get_or_add_pPr().get_or_add_numPr()
    bare.get_or_add_numId().val = 0
    assert lines(file) == ["一、做法", "二、问题", "附件"]


@pytest.mark.parametrize(
    ("form", "text", "said"),
    [
        ("upperLetter", "%1.", "C. "),
        ("lowerLetter", "%1)", "c) "),
        ("decimal", "（%1）", "（3）"),
        ("decimal", "第%1章", "第3章 "),
        ("chineseCounting", "第%1条", "第三条 "),
        ("upperRoman", "%1.", "III. "),
        ("decimalEnclosedCircle", "%1", "③ "),
        ("ideographTraditional", "%1、", "丙、"),
        # A bullet, a figure, a form that is not known: no number.
        ("bullet", "●", ""),
        ("decimal", "%1", ""),
        ("hebrew1", "%1.", ""),
        ("none", "注：", ""),
    ],
)
def test_each_form_is_set_as_word_sets_it(form: str, text: str, said: str) -> None:
    file = made(definition(3, ((form, text),), first=3), listed(7, 3))
    say(file, "学校30所", 7)
    assert lines(file) == [f"{said}学校30所"]


def test_levels_above_are_set_in_digits_where_the_list_says_so_and_a_decimal_number_is_left_out() -> None:
    legal = definition(3, (("chineseCounting", "%1、"), ("decimal", "%1-%2、")), extra="<w:isLgl/>")
    plain = definition(4, (("decimal", "%1、"), ("decimal", "%1.%2")))
    file = made(legal, plain, listed(7, 3), listed(8, 4))
    for number in (7, 8):
        say(file, "上", number)
        say(file, "下", number, 1)
    assert lines(file) == ["一、上", "1-1、下", "1、上", "下"]


@pytest.mark.parametrize(
    ("form", "value", "said"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 12, "十二"),
        ("chineseCountingThousand", 20, "二十"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 2010, "二千零一十"),
        ("ideographDigital", 20, "二〇"),
        ("chineseLegalSimplified", 12, "拾贰"),
        ("lowerLetter", 27, "aa"),
        ("upperRoman", 49, "XLIX"),
        ("decimalEnclosedCircle", 21, ""),
        ("decimalFullWidth", 12, "１２"),
    ],
)
def test_numbers_are_written_in_their_form(form: str, value: int, said: str) -> None:
    assert _FORMS[form](value) == said


def test_the_numbers_of_table_rows_are_no_words_of_the_table() -> None:
    file = made(definition(3, (("decimal", "%1."),)), listed(7, 3))
    cell = file.add_table(1, 1).cell(0, 0)
    cell.text = "学校30所"
    properties = cell.paragraphs[0]._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = 7
    say(file, "正文", 7)
    assert [one for one in lines(file) if one] == ["学校30所", "2. 正文"]


def test_a_list_that_has_not_as_many_points_as_announced_is_found_by_its_numbers() -> None:
    file = made(definition(3, OUTLINE), listed(7, 3))
    say(file, "主要做法", 7)
    say(file, "采取三项措施：")
    for words in ("定标准。", "抓督查。"):
        say(file, words, 7, 1)
    say(file, "存在问题", 7)
    found = audit(read_bytes(packed(file), "a.docx")).findings
    assert [one.zh for one in found] == ["前文说“三项措施”，下面列出的是2项，不是3项。"]


def test_offsets_lead_back_to_the_runs_and_none_stands_for_a_number(tmp_path: Path) -> None:
    file = made(definition(3, OUTLINE), listed(7, 3))
    say(file, "幼儿园178所（公办58所，民办119所）。", 7)
    word = open_word(packed(file), "a.docx")
    assert word.document.text == "一、幼儿园178所（公办58所，民办119所）。"
    ((element, start, end),) = word.at(2, 5)
    assert element.text[start:end] == "幼儿园"
    assert word.at(0, 2) == []
    path = tmp_path / "a.docx"
    path.write_bytes(packed(file))
    given = tmp_path / "b.docx"
    assert give_back(audit(read(path)), path, given) == 1
    text = docx.Document(str(given)).paragraphs[0]
    assert text.text == "幼儿园178所（公办58所，民办119所）。"


def test_a_damaged_definition_gives_no_numbers() -> None:
    wrong = parse_xml(f'<w:num {nsdecls("w")} w:numId="7"><w:abstractNumId w:val="99"/></w:num>')
    looped = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="4"><w:numStyleLink w:val="x"/></w:abstractNum>'
    )  # fmt: skip
    file = made(wrong, looped, listed(8, 4), parse_xml(f"<w:num {nsdecls('w')}/>"))
    for number in (7, 8, 12345):
        say(file, "点", number)
    assert lines(file) == ["点"] * 3

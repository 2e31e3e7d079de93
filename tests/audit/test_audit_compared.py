"""The figures of a report beside those of a county's records, in every face; and the mark its outputs carry."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import docx
import jsonschema
import msgspec
import pytest
from audit_figures import audited, document
from docx.opc.constants import RELATIONSHIP_TYPE

from junheng.assess import assess, counties, rules_of
from junheng.audit.against import AgainstCounty, Comparison, against_county, against_report, figures
from junheng.audit.compared import Compared, Held, Tally, held, tally
from junheng.audit.engine import Audit, prepared
from junheng.audit.faces import wording
from junheng.audit.faces.commented import give_back
from junheng.audit.faces.english import english
from junheng.audit.faces.marker import GENERATOR, is_own
from junheng.audit.faces.page import page
from junheng.audit.quantities.data import units
from junheng.audit.reading import read_bytes
from junheng.audit.reading.bounds import Unreadable
from junheng.audit.told import json_schema, told
from junheng.demo import county
from junheng.dictionary import Title
from junheng.facts import derive
from junheng.standards import load

STANDARD = load("cn.quality.2017")


@pytest.fixture(scope="module")
def records() -> AgainstCounty:
    facts = derive(county(), rules_of(STANDARD))
    (code,) = counties(facts)
    return against_county(figures(facts, code, [assess(facts, STANDARD, county=code)]))


def beside(text: str, other: Comparison) -> tuple[Audit, Held]:
    audit = audited(text)
    (one,) = held(audit, [other])
    return audit, one


@pytest.fixture(scope="module")
def pupils(records: AgainstCounty) -> int:
    """How many primary pupils the records have in their last year."""
    _, one = beside("2025年，全县小学在校生1人。", records)
    return int(one.every[0].known.removesuffix("人"))


@pytest.fixture(scope="module")
def made(records: AgainstCounty, pupils: int) -> tuple[Audit, Held]:
    text = f"一、概况\n2025年，全县小学在校生{pupils}人，小学学生{pupils / 10000:.2f}万人。\n小学专任教师9人。"
    return beside(text, records)


def test_what_agrees_is_told_as_well_as_what_does_not(made: tuple[Audit, Held], pupils: int) -> None:
    audit, one = made
    assert [each.agrees for each in one.every] == [True, True, False]
    first, second, third = one.every
    text = audit.clean.document.text
    assert [text[each.start : each.end] for each in one.every] == [each.said for each in one.every]
    assert all(each.text.endswith(each.said) for each in one.every)
    assert (first.said, first.known, first.year) == (f"{pupils}人", f"{pupils}人", 2025)
    assert second.known.endswith("万人")
    assert third.known != third.said == "9人"
    assert {first.sure, second.sure} <= {"exact", "synonym"}
    assert tally(one.every) == Tally(3, 2, 0, 0, 1)
    assert tally(one.every).differ == 1
    assert "青澜县" in one.source.zh
    assert "核对了 3 个数字，其中 2 个一致，1 个不一致（其中 1 个因口径未明" in wording.summary(one, "zh")
    assert "2 in agreement, 1 not (1 of them not among the findings" in wording.summary(one, "en")


def test_the_differences_and_those_kept_from_the_findings_add_up_to_the_findings(records: AgainstCounty) -> None:
    text = "2025年，全县小学在校生21367人。小学专任教师9人。2025年，全县初中在校生9400人。"
    clean, layout = prepared(document(text))
    _, one = beside(text, records)
    counted = tally(one.every)
    assert counted.differ - counted.unreported == len(list(records(clean, layout))) > 0
    assert counted.unreported > 0
    same = Held(one.source, tuple(each for each in one.every if not each.reason.zh))
    assert "未列入发现" not in wording.summary(same, "zh")
    assert "not among the findings" not in wording.summary(same, "en")


_NEED_NO_ENGLISH = {
    *"%％﹪‰成年m",
    *("千元", "m2", "M2", "km²", "km", "cm", "mm", "kg", "KG", "Kg", "m³", "ml", "mL", "kWh", "kW", "KW"),
}
"""Signs and international symbols; 年, which behind a figure is a date; 成, which is given out as %; 千元, which is
read as 千 and 元."""


def test_every_unit_of_the_grammar_has_an_english_name_or_needs_none() -> None:
    for unit in set(units()) - _NEED_NO_ENGLISH:
        for said in (f"off by 1{unit}", f"off by 2{unit}"):
            assert not re.search("[\u4e00-\u9fff]", english(said)), unit
    assert english("off by 2千元") == "off by 2,000 yuan"
    assert set(units()) >= _NEED_NO_ENGLISH


def told_as(**given: Any) -> Compared:
    same = Compared(
        0,
        10,
        "幼儿园178所",
        Title("幼儿园数", "kindergartens"),
        "exact",
        "178所",
        "178所",
        True,
        2025,
        None,
        Title("", ""),
    )
    return msgspec.structs.replace(same, **given)


def test_what_is_not_sure_and_what_was_left_is_counted_and_said() -> None:
    why = Title("报告说的是几年的合计", "told for several years")
    every = (told_as(sure="loose"), told_as(sure="context"), told_as(agrees=None, known="", year=None, reason=why))
    assert tally(every) == Tally(2, 2, 1, 2)
    said = wording.summary(Held(Title("数据", "the data"), every), "zh")
    assert "有 2 个名称或学段未写全" in said
    assert "另有 1 个认出而未比较" in said
    assert wording.result(every[2], "zh") == "未比较：报告说的是几年的合计"
    assert wording.result(told_as(agrees=False, stale=2023), "zh") == "不一致，是 2023 学年的数"
    assert wording.result(told_as(agrees=False, stale=2023), "en") == "differs: it is the figure of 2023"
    for grade in ("exact", "synonym", "context", "loose"):
        for language in ("zh", "en"):
            assert wording.sureness(told_as(sure=grade), language)


def test_a_report_that_names_nothing_known_says_so(records: AgainstCounty) -> None:
    _, one = beside("没有数字。", records)
    assert one.every == ()
    assert "没有认出" in wording.summary(one, "zh")


def test_another_report_is_compared_figure_by_figure_too() -> None:
    clean, layout = prepared(document("2024年，全县有中心校42所。", name="上年.txt"))
    _, one = beside("2024年，全县有中心校42所。", against_report(clean, layout))
    assert [(each.said, each.known, each.agrees) for each in one.every] == [("42所", "42所", True)]
    assert one.source.zh == "上年.txt"


def test_the_document_for_programs_lists_every_match(made: tuple[Audit, Held]) -> None:
    audit, one = made
    document: Any = json.loads(msgspec.json.encode(told(audit, None, [one])))
    jsonschema.Draft202012Validator(json_schema()).validate(document)
    (source,) = document["held"]
    assert source["zh"] == one.source.zh
    assert [each["agrees"] for each in source["matches"]] == [True, True, False]
    last = source["matches"][2]
    assert (last["said"], last["sure"]) == ("9人", "exact")
    assert last["known"].endswith("人")
    assert last["zh"].startswith("小学")
    assert last["en"]
    assert told(audit)["held"] == []
    odd = told_as(agrees=None, year=None, known="", stale=None, reason=Title("因为", "because"))
    jsonschema.Draft202012Validator(json_schema()).validate(
        json.loads(msgspec.json.encode(told(audit, None, [Held(Title("甲", "A"), (odd,))])))
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_lists_every_match_and_leads_to_its_place(made: tuple[Audit, Held], language: str) -> None:
    audit, one = made
    html = page(audit, language, None, [one, one])
    assert html.count(f"</span> {wording.words(language)['agrees']}</td>") == 4
    assert wording.summary(one, language) in html
    ids, links = re.findall(r'id="([^"]+)"', html), re.findall(r'href="#([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)
    assert {"b2", "b3", "data1", "data2"} <= set(links)
    assert 'id="data1"' not in page(audit, language)


def test_what_a_match_quotes_is_escaped(made: tuple[Audit, Held]) -> None:
    evil = told_as(text="<b>3</b>", said="<i>3</i>", known="<u>3\x00</u>", title=Title("<s>x</s>", "<s>x</s>"))
    html = page(made[0], "zh", None, [Held(Title("<em>x</em>", "x"), (evil,))])
    for tag in ("<b>3", "<i>3", "<u>3", "<s>x", "<em>x", "\x00"):
        assert tag not in html


@pytest.mark.parametrize(
    ("said", "english_said"),
    [
        ("公办58所＋民办119所 = 177所, but the text says “178所”: off by 1所", "off by 1 institution"),
        ("off by 2所", "off by 2 institutions"),
        ("off by 0.02万元", "off by 200 yuan"),
        ("off by 1.5亿元", "off by 150,000,000 yuan"),
        ("from 120人 to 150人 is", "from 120 persons to 150 persons is"),
        ("off by 3.5元/人.", "off by 3.5 yuan per person."),
        ("off by 3个", "off by 3"),
        ("the records have 9平方米 for", "the records have 9 m² for"),
    ],
)
def test_a_figure_of_its_own_has_an_english_unit(said: str, english_said: str) -> None:
    assert english_said in english(said)
    assert english(english(said)) == english(said)


@pytest.mark.parametrize("said", ["“全县178所”", "公办58所＋民办119所", "in 2025年", "off by 3怪", "", "= 82%"])
def test_what_the_report_prints_and_what_has_no_name_stays(said: str) -> None:
    assert english(said) == said


def test_outputs_are_known_as_such_and_reports_are_not(tmp_path: Path) -> None:
    audit = audited("全县幼儿园178所（公办58所，民办119所）。")
    html, word, program = tmp_path / "a.html", tmp_path / "a.docx", tmp_path / "a.txt"
    html.write_text(page(audit), "utf-8")
    give_back(audit, None, word)
    program.write_bytes(msgspec.json.encode(told(audit)))
    assert [is_own(path) for path in (html, word, program)] == [True, True, True]
    plain: Any = docx.Document()
    plain.add_paragraph("全县幼儿园178所。")
    plain.save(tmp_path / "b.docx")
    (tmp_path / "b.html").write_text("<html><meta name='generator' content='Word'><p>3所</p></html>", "utf-8")
    (tmp_path / "b.txt").write_text(f"由 {GENERATOR} 审读。", "utf-8")
    (tmp_path / "c.docx").write_bytes(b"PK\x03\x04 no more")
    (tmp_path / "empty.txt").write_bytes(b"")
    names = ("b.docx", "b.html", "b.txt", "c.docx", "empty.txt", "missing.txt")
    assert [name for name in names if is_own(tmp_path / name)] == []


def test_a_commented_copy_somebody_edited_is_a_report_again(tmp_path: Path) -> None:
    path = tmp_path / "copy.docx"
    give_back(audited("全县幼儿园178所（公办58所，民办119所）。"), None, path)
    file = docx.Document(str(path))
    file.paragraphs[0].add_run("已改。")
    file.save(str(path))
    assert not is_own(path)


def test_properties_a_report_has_are_kept_beside_the_mark(tmp_path: Path) -> None:
    source, target = tmp_path / "in.docx", tmp_path / "out.docx"
    give_back(audited("全县有学校3所。"), None, source)  # any file with a property of its own
    text = source.read_bytes()
    file = docx.Document(str(source))
    part = file.part.package.part_related_by(RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    part._blob = part.blob.replace(GENERATOR.encode(), b"KSOProductBuildVer")
    file.save(str(source))
    assert not is_own(source)
    give_back(audited("全县有学校3所。"), source, target)
    assert is_own(target)
    again = docx.Document(str(target)).part.package.part_related_by(RELATIONSHIP_TYPE.CUSTOM_PROPERTIES).blob
    assert b"KSOProductBuildVer" in again
    assert sorted(re.findall(rb'pid="(\d+)"', again)) == [b"2", b"3"]
    assert text != source.read_bytes()


def test_english_sentences_with_one_of_something_are_right() -> None:
    one = Held(Title("数据", "the data"), (told_as(), told_as(agrees=None, known="")))
    said = wording.summary(one, "en")
    assert said == "figures held against the data: 1; 1 in agreement, 0 not; recognised and not compared: 1."
    html = page(audited("全县有学校3所。"), "en")
    assert "figures: 1." in html
    assert english("off by 0.7个百分点") == "off by 0.7 percentage points"
    assert english("off by 1个百分点") == "off by 1 percentage point"
    with pytest.raises(Unreadable) as refused:
        read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + bytes(600), "a.doc")
    assert not re.search(r"\ba [AEIO]", refused.value.en)

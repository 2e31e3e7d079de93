from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from audit_figures import audited, document, plain, quantity
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from junheng.audit.blanks.notes import Note
from junheng.audit.engine import audit
from junheng.audit.faces.english import english as in_english_units
from junheng.audit.findings import findings, verdicts
from junheng.audit.findings.fingerprints import Fingerprints, normalised
from junheng.audit.findings.kinds import KINDS, kind_title
from junheng.audit.findings.places import Places
from junheng.audit.findings.verdicts import Verdict, VerdictsError
from junheng.audit.findings.working import figure
from junheng.audit.judge import judge
from junheng.audit.layout import lay_out
from junheng.audit.model import Block, Clean, Document, Finding, Quantity, Relation
from junheng.audit.quantities import quantities
from junheng.audit.reading import read_bytes
from junheng.audit.relations.ground.terms import relation

TEXT = "全县幼儿园178所（公办58所，民办119所）。"


def failing_sum(text: str) -> tuple[Clean, list[Quantity], Relation]:
    """Return a text's first three figures as a sum: total and two parts."""
    figures = list(quantities(text))
    whole, *parts = [one for one in figures if one.kind == "number"][:3]
    return plain(text), figures, relation("sum", list(parts), whole, "made", [(whole.start, parts[-1].end)])


def found_in(text: str, *, notes: tuple[Note, ...] = ()) -> list[Finding]:
    clean, figures, one = failing_sum(text)
    return findings(clean, lay_out(text, figures), [(one, judge(one))], [], notes)


def test_the_working_is_one_sentence_with_the_figures_as_printed() -> None:
    (one,) = found_in(TEXT)
    assert one.zh == "公办58所＋民办119所＝177所，与“全县幼儿园178所”差1所"
    assert one.en == "公办58所＋民办119所 = 177所, but the text says “全县幼儿园178所”: off by 1所"
    assert one.kind == "contradiction"
    assert [TEXT[start:end] for start, end in one.spans] == ["全县幼儿园178所", "公办58所", "民办119所"]


@pytest.mark.parametrize("years", ["五年来", "近三年以来", "两年间", "三个月期间"])
def test_a_name_does_not_begin_with_what_belongs_to_the_years_before_it(years: str) -> None:
    ((zh, _),) = worked(f"{years}招聘教师894人，其中2022年412人，2023年214人，2024年298人。")
    assert zh.endswith("，与“招聘教师894人”差30人")


def test_a_slip_is_said_behind_the_working() -> None:
    (one,) = found_in("全县幼儿园1753所（公办594所，民办1189所）。")
    assert one.zh.endswith("；“全县幼儿园1753所”疑似一个数字写错，应为1783所")


def worked(text: str, name: str = "报告.txt") -> list[tuple[str, str]]:
    """Return the workings of what does not hold in a text, in both languages."""
    found = audit(read_bytes(text.encode(), name)).findings
    return [(one.zh, one.en) for one in found if one.kind == "contradiction"]


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "学生由2018年的46384人增加到2021年的61551人，增长30.4%。",
            "从学生2018年46384人到2021年61551人，增长32.699%，与“增长30.4%”差2.299个百分点",
            (
                "from 学生2018年46384人 to 2021年61551人 is a rise of 32.699%, but the text says "
                "“增长30.4%”: off by 2.299 percentage points"
            ),
        ),
        (
            "在校生由46384人下降到41551人，下降30.4%。",
            "从在校生46384人到41551人，下降10.42%，与“下降30.4%”差19.98个百分点",
            (
                "from 在校生46384人 to 41551人 is a fall of 10.42%, but the text says "
                "“下降30.4%”: off by 19.98 percentage points"
            ),
        ),
        (
            "学校281所，比上年增加7所，增长2.05%。",
            "增加7所后为学校281所，增长2.5547%，与“增长2.05%”差0.5047个百分点",
            (
                "a change of 增加7所 to 学校281所 is a rise of 2.5547%, but the text says "
                "“增长2.05%”: off by 0.5047 percentage points"
            ),
        ),
        (
            "去年办案71件，今年多8件，增长12.3%。",
            "从去年办案71件到71件＋8件＝79件，增长11.268%，与“增长12.3%”差1.032个百分点",
            (
                "from 去年办案71件 to 71件＋8件＝79件 is a rise of 11.268%, but the text says "
                "“增长12.3%”: off by 1.032 percentage points"
            ),
        ),
        (
            "巩固率从91.2%提升到93.5%，提高2.1个百分点。",
            "93.5%－巩固率91.2%＝2.3个百分点，与“提高2.1个百分点”差0.2个百分点",
            (
                "93.5%－巩固率91.2% = 2.3 percentage points, but the text says "
                "“提高2.1个百分点”: off by 0.2 percentage points"
            ),
        ),
        (
            "到位资金合计500万元，其中自筹资金200万元，从业人员捐款310万元。",
            "自筹资金200万元＋从业人员捐款310万元＝510万元，与“到位资金合计500万元”差10万元",
            "自筹资金200万元＋从业人员捐款310万元 = 510万元, but the text says “到位资金合计500万元”: off by 10万元",
        ),
        (
            "专任教师5764人，其中35岁及以下1523人，36至50岁2974人，51岁以上1367人。",
            (
                "35岁及以下1523人＋36至50岁2974人＋51岁以上1367人＝5864人，与“专任教师5764人”差100人；"
                "“专任教师5764人”疑似一个数字写错，应为5864人"
            ),
            (
                "35岁及以下1523人＋36至50岁2974人＋51岁以上1367人 = 5864人, but the text says “专任教师5764人”: "
                "off by 100人; one digit of “专任教师5764人” is probably wrong: 5864人"
            ),
        ),
        (
            "2021至2023年共投入900万元，其中2021年300万元，2022年260万元，2023年400万元。",
            "2021年300万元＋2022年260万元＋2023年400万元＝960万元，与“2021至2023年共投入900万元”差60万元",
            (
                "2021年300万元＋2022年260万元＋2023年400万元 = 960万元, but the text says "
                "“2021至2023年共投入900万元”: off by 60万元"
            ),
        ),
        (
            "小学生590人、每生625元，初中生277人、每生750元，合计发放541910元。",
            "小学生590人×每生625元＋初中生277人×每生750元＝576500元，与“合计发放541910元”差34590元",
            (
                "小学生590人×每生625元＋初中生277人×每生750元 = 576500元, but the text says "
                "“合计发放541910元”: off by 34590元"
            ),
        ),
    ],
)
def test_a_working_says_each_figure_once_with_what_it_is_called(text: str, zh: str, en: str) -> None:
    assert worked(text) == [(zh, en)]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("食堂共有50个，其中城区30个，乡村21个。", "“食堂共有50个”"),
        ("全县幼儿园（不含托育机构）178 所（公办58所，民办119所）。", "“全县幼儿园（不含托育机构）178所”"),
        ("全县幼儿园178所（公办58所，民办119所）。", "“全县幼儿园178所”"),
        ("全县幼儿园（不含婴幼儿托育机构和看护点）178所（公办58所，民办119所）。", "“全县幼儿园…178所”"),
    ],
)
def test_what_is_quoted_stands_in_the_report(text: str, quoted: str) -> None:
    ((zh, en),) = worked(text)
    assert quoted in zh
    assert quoted in en
    pieces = [piece for quote in re.findall("“([^”]*)”", zh + en) for piece in quote.split("…")]
    assert all(piece in text.replace(" ", "") for piece in pieces)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("到位资金合计1亿2千万元，其中自筹资金5000万元，专项债券6000万元。", "＝1.1亿元，与", "110,000,000 yuan"),
        ("到位资金合计1亿2千万元，其中自筹资金5000万元，专项债券6000万元。", "差1000万元", "10,000,000 yuan"),
        ("学生共2万3千人，其中小学14000人，初中8000人。", "＝2.2万人，与", "22,000 persons"),
        ("学生共23000人，其中小学14000人，初中8000人。", "＝22000人，与", "22,000 persons"),
    ],
)
def test_amounts_are_told_in_the_numerals_of_the_printed_total(text: str, zh: str, en: str) -> None:
    ((said, said_in_english),) = worked(text)
    assert zh in said
    assert en in in_english_units(said_in_english)


def test_one_percentage_point_is_one() -> None:
    ((_, en),) = worked("巩固率从91.2%提升到93.5%，提高1.3个百分点。")
    assert en.endswith("off by 1 percentage point")
    ((_, en),) = worked("巩固率从91.2%提升到93.5%，提高2.1个百分点。")
    assert "off by 0.2 percentage points" in en


@pytest.mark.parametrize(
    ("rows", "zh"),
    [
        (
            ("片区|学校|教师", "东片|32|625", "西片|34|437", "合计|66|1063"),
            "教师：东片625＋西片437＝1062，与合计1063差1",
        ),
        (
            ("学段|城区|镇区|乡村|合计", "小学|12|33|51|96", "初中|7|9|11|28", "高中|3|4|2|9"),
            "初中：城区7＋镇区9＋乡村11＝27，与合计28差1",
        ),
    ],
)
def test_the_sum_of_a_table_is_told_with_the_heads_of_its_cells(rows: tuple[str, ...], zh: str) -> None:
    head, *rest = (f"| {row.replace('|', ' | ')} |" for row in rows)
    rule = "|---" * rows[0].count("|") + "|---|"
    ((said, in_english),) = worked("\n".join((head, rule, *rest)), "报告.md")
    assert said.startswith(zh)
    assert in_english.startswith(zh.partition("：")[0] + ": ")


def test_the_figures_of_two_tables_are_called_by_their_own_heads() -> None:
    one = "| 片区 | 学校 |\n|---|---|\n| 东片 | 32 |\n| 西片 | 34 |\n| 合计 | 67 |\n"
    other = one.replace("东片", "南片").replace("西片", "北片").replace("学校", "教师")
    assert {zh.partition("＝")[0] for zh, _ in worked(f"{one}\n说明。\n\n{other}", "报告.md")} == {
        "学校：东片32＋西片34",
        "教师：南片32＋北片34",
    }


def test_a_relation_that_cannot_be_computed_cannot_be_judged() -> None:
    text = "现有0个项目，开工3个，开工率50%。"
    none, begun, share = list(quantities(text))
    one = relation("ratio", [begun, none], share, "made", [(0, 10)])
    (told,) = findings(plain(text), lay_out(text, [none, begun, share]), [(one, judge(one))], [])
    assert told.kind == "unjudged"
    assert "无法核对" in told.zh


def test_a_share_printed_in_percentage_points_is_a_doubt() -> None:
    found = audited("占比说明。").findings
    assert found == ()
    text = "校舍4000平方米，危房600平方米，占15个百分点。"
    whole, part, share = list(quantities(text))
    one = relation("ratio", [part, whole], share, "made", [(0, 10)])
    (told,) = findings(plain(text), lay_out(text, [whole, part, share]), [(one, judge(one))], [])
    assert told.kind == "doubt"
    assert "不是“百分点”" in told.zh


def test_the_heaviest_come_first() -> None:
    notes = (Note("stray", "doubt", 30, ((0, 1),), "甲", "a"), Note("line", "contradiction", 95, ((3, 4),), "乙", "b"))
    assert [one.weight for one in found_in(TEXT, notes=notes)] == [95, 71, 30]


def test_a_larger_gap_weighs_more() -> None:
    (small,) = found_in(TEXT)
    (large,) = found_in("全县幼儿园378所（公办58所，民办119所）。")
    assert large.weight > small.weight


def test_a_fingerprint_survives_edits_elsewhere_and_other_spacing() -> None:
    (one,) = found_in(TEXT)
    (moved,) = found_in("前面加了一段，没有数。\n" + TEXT + "后面也加了。")
    (spaced,) = found_in(TEXT.replace("58所", "58 所"))
    (changed,) = found_in(TEXT.replace("58", "57"))
    assert one.fingerprint == moved.fingerprint == spaced.fingerprint
    assert changed.fingerprint != one.fingerprint


def test_the_same_wording_twice_has_two_fingerprints() -> None:
    found = audited("初中在校生XX人。\n\n初中在校生XX人。").findings
    blanks = [one for one in found if one.kind == "blank"]
    assert len(blanks) == 2
    assert len({one.fingerprint for one in blanks}) == 2


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=9)), max_size=20))
def test_fingerprints_are_never_alike_within_a_report(made: list[tuple[str, str]]) -> None:
    prints = Fingerprints()
    given_out = [prints.of("blank", rule, [wording]) for rule, wording in made]
    assert len(set(given_out)) == len(given_out)


def test_full_and_half_width_wording_is_the_same() -> None:
    assert normalised("共１２ 所（公办）") == normalised("共12所(公办)")


def test_every_kind_has_a_name_in_both_languages() -> None:
    assert len({kind_title(kind).zh for kind in KINDS} | {kind_title(kind).en for kind in KINDS}) == 10


def blanks_told(text: str) -> list[Finding]:
    return [one for one in audited(text).findings if one.kind == "blank"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("一、基本情况\n在校生XX人，教师12人", "在校生XX人"),
        ("较上年多120人，增幅XX%；其他不变。", "较上年多120人，增幅XX%"),
        ("全县投入20,345.6万元（其中县级XX万元）。", "其中县级XX万元"),
        ("全县生均教学及辅助用房面积在12345.67平方米以上的学校共有XX所。", "…12345.67平方米以上的学校共有XX所"),
        (
            "本文于2018年6月26日下午发布 15:22:41 文字来源：XX县教育局",
            "…15:22:41 文字来源：XX县教育局",
        ),
        ("XX县", "XX县"),
    ],
)
def test_a_blank_is_quoted_with_whole_words_and_numbers_of_its_line(text: str, quoted: str) -> None:
    (one,) = blanks_told(text)
    assert one.zh == f"“{quoted}”留有空白没有填"
    assert quoted in one.en


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("XX县教育局\n20XX年X月X日", ["XX", "20XX年X月X日"]),
        ("20XX年9月X日开学。", ["20XX年9月X日"]),
        ("X月X日至X月X日检查。", ["X月X日", "X月X日"]),
        ("20XX 年 X 月 X 日 X 时", ["20XX 年 X 月 X 日 X 时"]),
        ("20XX年 月 日", ["20XX年 月 日"]),
        ("20XX年、20XX年共建XX所。", ["20XX", "20XX", "XX"]),
        ("20XX年投入XX万元。", ["20XX", "XX"]),
    ],
)
def test_a_date_left_blank_is_one_finding(text: str, spans: list[str]) -> None:
    told = blanks_told(text)
    assert [text[slice(*one.spans[0])] for one in sorted(told, key=lambda one: one.spans)] == spans


def test_the_blanks_of_a_date_are_placeholders_each_and_its_verdict_is_kept() -> None:
    text = "XX县教育局\n20XX年X月X日"
    assert len(audited(text).placeholders) == 4
    year = next(one for one in blanks_told(text) if "年" in one.zh)
    (alone,) = blanks_told("20XX年9月1日")
    assert year.fingerprint != alone.fingerprint
    assert year.fingerprint in {one.fingerprint for one in blanks_told("新的开头。\n" + text)}


def test_a_figure_is_printed_as_exactly_as_it_is() -> None:
    one = quantity("22.9")
    assert figure(Fraction(1234, 10), Fraction(one.step)) == "123.4"
    assert figure(Fraction(100, 3), Fraction(1)) == "33.33"
    assert figure(Fraction(84000), Fraction(1)) == "84000"


def test_a_place_is_found_by_its_offset() -> None:
    made = Document("a", "甲乙\n丙丁", (Block("paragraph", 0, 2, page=1), Block("paragraph", 3, 5, page=2)))
    places = Places(made)
    assert (places.page(1), places.page(3), places.page(2)) == (1, 2, None)
    assert (places.paragraph(0), places.paragraph(4)) == (1, 2)
    assert Places(document("")).page(0) is None


def test_verdicts_are_kept_when_the_report_is_audited_again(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.json"
    (one,) = found_in(TEXT)
    given = verdicts.listed(verdicts.read(path), [one])
    verdicts.write(path, {one.fingerprint: replace(given[one.fingerprint], verdict="dismissed", reason="含一所幼儿点")})
    again = found_in("改了前言。\n" + TEXT)
    given_before = verdicts.read(path)
    assert verdicts.standing(given_before, again) == []
    assert given_before[one.fingerprint].reason == "含一所幼儿点"
    assert [path.name for path in tmp_path.iterdir()] == ["verdicts.json"]


def test_new_findings_are_listed_open_and_old_verdicts_stay() -> None:
    (one,) = found_in(TEXT)
    old = {"f" * 16: Verdict("f" * 16, "real")}
    listed = verdicts.listed(old, [one])
    assert listed.keys() == {one.fingerprint, "f" * 16}
    assert listed[one.fingerprint].verdict == ""
    assert verdicts.standing(listed, [one]) == [one]


def test_a_dismissal_needs_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "v.json"
    for reason in ("", " "):
        path.write_text(json.dumps({"verdicts": [{"fingerprint": "a", "verdict": "dismissed", "reason": reason}]}))
        with pytest.raises(VerdictsError, match="reason"):
            verdicts.read(path)


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        ("{", "不是完整的 JSON", "no complete JSON"),
        ('{"verdicts": 3}', "verdicts 是一列意见", "verdicts are a list"),
        ('{"verdicts": [{"fingerprint": "a"}, {"verdict": "no"}]}', "第 2 条意见的栏目不对", "verdict 2 has wrong"),
    ],
)
def test_what_is_wrong_with_a_file_of_verdicts_is_said_in_each_language(
    tmp_path: Path, content: str, zh: str, en: str
) -> None:
    (tmp_path / "v.json").write_text(content, "utf-8")
    with pytest.raises(VerdictsError) as told:
        verdicts.read(tmp_path / "v.json")
    assert zh in told.value.zh
    assert en in told.value.en
    for english in ("JSON", "verdicts", "fingerprint", "verdict", "real", "dismissed"):
        told.value.zh = told.value.zh.replace(english, "")
    assert not re.search("[a-z]{3}", told.value.zh.replace(str(tmp_path / "v.json"), ""))


def test_a_file_of_verdicts_that_cannot_be_opened_is_refused_with_words(tmp_path: Path) -> None:
    with pytest.raises(VerdictsError) as told:
        verdicts.read(tmp_path)
    assert "打不开" in told.value.zh


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"verdicts": 3}', b"\xff\xfe", b'{"verdicts": [{"x": 1}]}'])
def test_a_damaged_file_of_verdicts_is_refused_with_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "v.json"
    path.write_bytes(content)
    with pytest.raises(VerdictsError) as refused:
        verdicts.read(path)
    assert "v.json" in refused.value.zh
    assert "v.json" in refused.value.en


pieces = st.sampled_from(
    [
        "共",
        "其中",
        "（",
        "）",
        "，",
        "、",
        "。",
        "\n",
        "所",
        "人",
        "%",
        "万元",
        "比上年增长",
        "占",
        "为",
        "约",
        "XX",
        "  ",
        "__",
        "0",
        "每",
        "0.00",
        "9" * 40,
    ]
)
surfaces = st.lists(st.one_of(pieces, st.integers(0, 10**9).map(str), st.text(max_size=4)), max_size=60).map("".join)


@given(surfaces)
def test_no_text_makes_the_audit_raise(text: str) -> None:
    found = audited(text)
    assert all(0 <= start <= end <= len(text) for one in found.findings for start, end in one.spans)
    assert [one.weight for one in found.findings] == sorted((one.weight for one in found.findings), reverse=True)


def test_a_figure_of_ten_thousand_digits_makes_nothing_raise() -> None:
    long = "9" * 10_000
    audited(f"共{long}所，其中公办{long}所，民办3所。占{long}%，比上年{long}.{long}人增长{long}%。")


def test_parts_of_what_something_grew_to_are_held_against_that() -> None:
    assert not audit(read_bytes("结对学校由6对增加到45对，其中中学14对、小学31对。".encode(), "报告.txt")).findings
    (one,) = found_in("结对学校由6对增加到45对，其中中学74对。")
    assert "45对" in one.zh

"""A report against a county's records and against another report: what is matched, and what is said."""

from __future__ import annotations

from fractions import Fraction

import pytest

from junheng.assess import assess, counties, rules_of
from junheng.audit import reading
from junheng.audit.against import Figures, Match, against_county, against_report, figures, matches
from junheng.audit.against.names import Key, names
from junheng.audit.against.phrases import parse
from junheng.audit.blanks.notes import Note
from junheng.audit.layout import Layout, lay_out
from junheng.audit.model import Block, Clean, Document
from junheng.audit.quantities import quantities
from junheng.demo import county
from junheng.dictionary import load as dictionary
from junheng.facts import Facts, derive
from junheng.standards import load

STANDARD = load("cn.quality.2017")
REPORT = """2025年青澜县义务教育发展情况报告
一、基本情况
2025年，全县常住人口31.03万人，现有小学24所、初级中学8所、九年一贯制学校13所、教学点6个。小学在校生20367人、教学班575个、\
教职工1271人、专任教师1209人；初中在校生9424人、教学班228个、教职工799人、专任教师758人。普通高中在校生1759人。\
义务教育阶段在校生29791人，其中随迁子女2228人、留守儿童2199人。初中寄宿生1618人。
二、办学条件
全县小学占地面积56.4万平方米，校舍建筑面积21.2万平方米，运动场地面积20.4万平方米；小学图书57.5万册，生均28.2册；\
小学计算机3068台，每百名学生拥有计算机15.1台；小学教学仪器设备值6024万元。全县初中校舍建筑面积118558平方米，\
生均校舍建筑面积12.58平方米，藏书27.3万册。小学平均班额35.4人，大班额6个；初中56人以上大班额5个，大班额比例2.2%。
三、教师队伍
小学专任教师学历合格率100%，小学本科及以上学历教师比例70.6%，初中本科及以上学历教师占比94.5%。\
全县初中县级以上骨干教师229人，小学高级职称教师230人。小学体育教师104名、音乐教师80名、美术教师63名。\
全县教师交流轮岗比例11.7%。
四、均衡水平
小学、初中每百名学生拥有高于规定学历教师数分别为5.76人、7.60人，小学生均教学及辅助用房面积7.11平方米，\
小学生均体育运动场馆面积10.5平方米，初中生均教学仪器设备值4076元，初中每百名学生拥有网络多媒体教室数3.66间。\
小学生均教学及辅助用房面积差异系数0.368，初中综合差异系数0.265。
五、教育质量
全县初中三年巩固率99.5%，残疾儿童少年入学率91.4%，随迁子女在公办学校就读比例90.3%，优质高中招生名额分配比例52.8%，\
特殊教育学校生均公用经费8700元。社会认可度93.6%。
"""
"""Written from the tables of the demo county by hand: counts and sums of the rows of 2025."""

SPOILED = [
    ("九年一贯制学校13所", "九年一贯制学校16所"),
    ("小学在校生20367人", "小学在校生20637人"),
    ("教职工799人", "教职工779人"),
    ("留守儿童2199人", "留守儿童2919人"),
    ("小学占地面积56.4万平方米", "小学占地面积65.4万平方米"),
    ("生均28.2册", "生均22.8册"),
    ("设备值6024万元", "设备值6240万元"),
    ("大班额比例2.2%", "大班额比例2.9%"),
    ("学历教师占比94.5%", "学历教师占比95.4%"),
    ("7.60人", "6.70人"),
    ("综合差异系数0.265", "综合差异系数0.256"),
    ("入学率91.4%", "入学率94.1%"),
]


@pytest.fixture(scope="module")
def facts() -> Facts:
    return derive(county(), rules_of(STANDARD))


@pytest.fixture(scope="module")
def known(facts: Facts) -> Figures:
    (code,) = counties(facts)
    return figures(facts, code, [assess(facts, STANDARD, county=code)])


def read(text: str) -> tuple[Clean, Layout]:
    clean = reading.clean(Document("report.txt", text, (Block("paragraph", 0, len(text)),)))
    return clean, lay_out(clean.text, list(quantities(clean.text)))


def said(text: str, known: Figures) -> list[Note]:
    return list(against_county(known)(*read(text)))


def found(text: str, known: Figures) -> list[Match]:
    return list(against_county(known).matches(*read(text)))


def test_it_knows_what_the_facts_add_up_to(facts: Facts, known: Figures) -> None:
    parts = facts.parts.filter((facts.parts["year"] == 2025) & (facts.parts["stage"] == "primary"))
    assert known.known(Key("pupils", ("primary",)))[2025].values[0] == parts["pupils"].sum()
    schools = facts.schools.filter((facts.schools["year"] == 2025) & (facts.schools["kind_group"] == "nine_year"))
    assert known.known(Key("schools", ("nine_year",)))[2025].values[0] == schools.height
    urban = parts.filter(parts["locale_group"] == "urban")
    key = Key("pupils", ("primary",), place="urban")
    assert known.known(key)[2025].values[0] == urban["pupils"].sum()


def test_rooms_of_a_school_with_two_stages_are_split_between_them(facts: Facts, known: Figures) -> None:
    rows = facts.parts.filter((facts.parts["year"] == 2025) & (facts.parts["stage"] == "junior"))
    shares = (Fraction(row["books"]) * row["share_num"] / row["share_den"] for row in rows.iter_rows(named=True))
    books = sum(shares, Fraction(0))
    assert known.known(Key("books", ("junior",)))[2025].values[0] == books
    per_pupil = known.known(Key("books", ("junior",), form="pupil"))[2025].values[0]
    assert per_pupil == books / rows["pupils"].sum()


def test_every_measure_can_be_worked_out_or_is_unknown(known: Figures) -> None:
    told = names()
    kinds = [(), *((name,) for name in told.groups)]
    worked_out = {name for name in told.measures for groups in kinds if known.known(Key(name, groups))}
    # The demo county leaves the training budget of one school blank.
    assert set(told.measures) - worked_out <= {"training_budget", "training_share"}


def test_every_word_of_a_measure_is_read_as_that_measure() -> None:
    for name, measure in names().measures.items():
        for word in measure.words:
            phrase = parse(word)
            assert phrase is not None, word
            assert (phrase.measure, phrase.groups, phrase.place) == (name, (), ""), word


def test_every_group_of_schools_is_read_by_each_of_its_words_before_a_measure() -> None:
    for name, group in names().groups.items():
        for word in group.words:
            phrase = parse(f"全县{word}专任教师")
            assert phrase is not None, word
            assert (phrase.groups, phrase.measure) == ((name,), "full_time_teachers"), word


def test_figures_told_by_every_name_agree_and_spoiled_ones_do_not(known: Figures) -> None:
    told = 0
    for name, measure in names().measures.items():
        by_year = known.known(Key(name, ("primary",)))
        if measure.vague or 2025 not in by_year or not by_year[2025].values[0]:
            continue
        value = round(float(by_year[2025].values[0]), 2)
        stem, unit = f"2025年，全县小学{measure.words[0]}", measure.unit
        assert [one.agrees for one in found(f"{stem}{value:.2f}{unit}。", known)] == [True], name
        assert len(said(f"{stem}{value * 1.4:.2f}{unit}。", known)) == 1, name
        told += 1
    assert told > 40


def test_kinds_the_records_do_not_hold_are_unknown(known: Figures) -> None:
    assert not known.known(Key("schools", ("kindergarten",)))
    assert not said("2025年，全县现有幼儿园31所。", known)
    assert not found("2025年，全县有幼儿园61所（公办37所，民办24所）。", known)


def test_a_report_written_from_the_records_is_matched_in_every_figure_and_has_no_finding(known: Figures) -> None:
    _, layout = read(REPORT)
    rows = found(REPORT, known)
    counted = [item for item in layout.items if not item.label.endswith("初中") or item.after != "以上大班额"]
    assert len(rows) == len(counted) > 50
    assert all(row.agrees for row in rows)
    assert {row.grade for row in rows} <= {"exact", "synonym", "context"}
    assert not said(REPORT, known)


def test_twelve_spoiled_figures_are_twelve_findings(known: Figures) -> None:
    text = REPORT
    for right, wrong in SPOILED:
        assert text.count(right) == 1, right
        text = text.replace(right, wrong)
    notes = said(text, known)
    assert len(notes) == len(SPOILED) == 12
    for (_, wrong), one in zip(SPOILED, notes, strict=True):
        assert wrong[-5:] in one.zh
    wrong_rows = [row for row in found(text, known) if not row.agrees]
    assert len(wrong_rows) == 12
    assert all(row.reported and row.shown and row.name.zh and row.name.en for row in wrong_rows)


def test_figures_that_agree_are_matched_and_nothing_is_said(known: Figures) -> None:
    text = (
        "2025年，全县现有小学25所，初级中学8所，九年制学校12所，教学点6个。小学在校生20367人，义务教育阶段在校生2.98万人。"
        "初中三年巩固率99.5%，小学生均教学及辅助用房面积7.11平方米，小学生均教学及辅助用房面积差异系数0.37，常住人口31.03万人。"
    )
    rows = found(text, known)
    assert len(rows) == 10
    assert all(row.agrees for row in rows)
    assert not said(text, known)


def test_a_figure_named_for_sure_contradicts_the_records(known: Figures) -> None:
    (one,) = said("2025年，全县初中在校生9442人。", known)
    assert (one.kind, one.rule) == ("contradiction", "against_county")
    assert "9424人" in one.zh
    assert "9424人" in one.en


def test_an_old_figure_is_named_as_one(known: Figures) -> None:
    before = known.known(Key("pupils", ("primary",)))[2023].values[0]
    (one,) = said(f"2025年，小学在校生{before}人。", known)
    assert one.rule == "against_county_stale"
    assert "2023" in one.zh


def test_the_county_may_be_called_by_its_name(known: Figures) -> None:
    (one,) = said("2025年，青澜县小学在校生20376人。", known)
    assert (one.kind, one.rule) == ("contradiction", "against_county")
    assert not said("2025年，天宝镇小学在校生20376人。", known)


def test_a_name_or_stage_from_the_words_before_makes_it_a_doubt(known: Figures) -> None:
    (one,) = said("2025年，全县小学在校生20367人，专任教师1290人。", known)
    assert (one.kind, one.rule) == ("doubt", "against_county_loose")
    (one,) = said("2025年，全县义务教育阶段在校生29791人，其中小学20376人。", known)
    assert (one.kind, one.rule) == ("doubt", "against_county_loose")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "2025年，小学、初中在校生分别为20367人、9424人，小学在校生和专任教师分别为20367人和1209人。",
            ["小学在校学生数", "初中在校学生数", "小学在校学生数", "小学专任教师数"],
        ),
        (
            "2025年，全县共有24所小学，小学有575个教学班、1209名专任教师。",
            ["小学数", "小学班级数", "小学专任教师数"],
        ),
        ("一、基本情况 全县现有小学24所。", ["小学数"]),
        (
            "2025年，小学生均教学及辅助用房面积7.11平方米，差异系数0.368；生均体育运动场馆面积10.52平方米。",
            ["小学生均教学及辅助用房面积", "小学生均教学及辅助用房面积差异系数", "小学生均体育运动场馆面积"],
        ),
        (
            "2025年，小学每百名学生拥有体育、艺术(美术、音乐)专任教师数1.20人，小学校舍建筑面积10.42平方米/生。",
            ["小学每百名学生拥有体育、艺术(美术、音乐)专任教师数", "小学生均校舍建筑面积"],
        ),
        (
            "2025年，全县在校学生31596人，其中：小学20367人，初中9424人（其中寄宿生1618人）。",
            ["在校学生数", "小学在校学生数", "初中在校学生数", "初中寄宿生"],
        ),
        ("2025年，全县小学占地面积846.7亩，校舍建筑面积212167平方米。", ["小学占地面积", "小学校舍建筑面积"]),
        (
            "2025年，全县小学、初中图书共84.8万册，小学和初中专任教师1967人。",
            ["小学和初中图书册数", "小学和初中专任教师数"],
        ),
        ("2025年，全县义务教育阶段小学、初中图书共84.8万册。", []),
        ("2025年，全县小学、幼儿园专任教师1930人。", []),
    ],
)
def test_names_are_put_together_from_what_is_written_around_the_figure(
    text: str, names: list[str], known: Figures
) -> None:
    rows = found(text, known)
    assert [row.name.zh for row in rows] == names
    assert all(row.agrees for row in rows)


def test_a_figure_without_its_stage_is_matched_and_only_near_ones_are_doubted(known: Figures) -> None:
    (row,) = found("2025年，全县图书91.0万册。", known)
    assert (row.agrees, row.grade) == (True, "loose")
    assert not said("2025年，全县图书150万册。", known)
    assert not said("2025年，图书95万册。", known)
    (one,) = said("2025年，全县图书95万册。", known)
    assert one.kind == "doubt"


def test_a_match_says_what_it_is_matched_to_and_how_sure(known: Figures) -> None:
    text = "2025年，全县小学在校生2.14万人。"
    (row,) = found(text, known)
    assert text[slice(*row.span)] == row.said == "2.14万人"
    assert (row.name.zh, row.name.en) == ("小学在校学生数", "primary pupils")
    assert (row.shown, row.agrees, row.known.year, row.grade) == ("2.04万人", False, 2025, "exact")
    assert row.reported


def test_differences_that_may_be_of_something_else_are_kept_from_the_matches(known: Figures) -> None:
    text = "2025年，全县小学在校生20367人，专任教师1209人。图书150万册。2019年，全县小学在校生31000人。"
    sure = [(one.known.title.zh, one.grade) for one in matches(*read(text), known)]
    assert sure == [("小学在校学生数", "exact"), ("小学专任教师数", "context")]
    assert len(found(text, known)) == 3


def test_a_figure_of_another_year_is_not_compared_and_says_so(known: Figures) -> None:
    (row,) = found("2019年，全县小学在校生31000人。", known)
    assert row.agrees is None
    assert "2019" in row.reason.zh
    assert "2019" in row.reason.en
    (row,) = found("2021—2025年，全县教师交流轮岗比例15.7%。", known)
    assert row.agrees is None
    assert not row.shown


@pytest.mark.parametrize(
    "text",
    [
        "2025年，新建小学3所、初中2所。",
        "2025年，农村寄宿制学校改造19所（小学14所、初中5所）。",
        "2025年，城区部分小学在校生9000人。",
        "2025年，撤并小学4所。",
        "2025年，小学毕业生3159人。",
        "2019年，全县小学在校生31000人。",
        "2025年，小学在校生比上年增加166人。",
        "2025年，招聘小学专任教师45人。",
        "2025年，创建示范小学6所。",
        "2025年，新建小学校舍建筑面积3.2万平方米。",
        "2025年，本年购置小学图书5.2万册，计算机300台。",
        "2025年，全县小学18所完成改造。",
        "2025年，全县小学18所、初中5所完成改造。",
        "2025年，营养改善计划覆盖小学18所、初中5所。",
        "2025年，全县有的小学在校生30人。",
        "2025年，天宝镇有小学3所，在校生820人，专任教师61人。",
        "2025年，我校有小学教学班12个，小学专任教师31人。",
        "2025年，全省小学在校生620万人。",
        "2025年，全市小学在校生30万人。",
        "2025年，全县小学在校生（不含民办）19800人。",
        "2025年，全县小学在校生19800人（不含民办）。",
        "2025年，全县寄宿生3620人，发放补助。小学寄宿生412人，每生500元。",
        "2025年，全县参加体检学生26310人。其中小学生18900人，初中生7410人。",
        "2025年，小学18所，占小学总数的75%。",
        "2025年，小学生均公用经费720元。",
        "2025年，全县小学每班不超过45人。",
        "2025年，全县小学生均教学及辅助用房面积达到4.5平方米以上的标准。",
        "2025年，全县各类学校及教学点134个。",
        "2025年，小学、初中新增教学班分别为12个、8个。",
        "到2027年，全县小学专任教师达到1400人。",
        "2025年，小学生1200人，初中生800人接受了心理辅导。",
        "2025年，全县小学18所（城区3所）、初中5所完成改造。",
        "2025年，全县辖12个乡镇、6个街道，总人口35.2万人。",
        "2025年，全县高中阶段在校生3200人。",
        "2025年，全县在编小学教职工1190人。",
        "2025年，全县九年义务教育巩固率97.2%。",
        "2025年，为小学教师1100人办理了体检。",
        "2025年，全县特殊教育在校生181人。",
        "2025年，全县小学在校生20367人中，留守儿童1200人。",
        "2025年，全县小学校舍中有危房面积1.2万平方米。",
        "2025年，全县小学图书馆25个，小学计算机教室80间。",
        "2025年，组织活动，小学生18000人、初中生9000人。",
        "2025年，全县小学骨干教师培训300人。",
        "2025年，全县120名小学教师退休。",
        "2025年，全县小学一年级在校生3100人。",
        "2025年，邻县小学在校生18000人。",
        "2025年，全县小学在校生达到21000人的学校布局规划。",
    ],
)
def test_other_stocks_and_other_years_say_nothing(text: str, known: Figures) -> None:
    assert not said(text, known)


def test_the_rounding_of_the_report_is_allowed_for(known: Figures) -> None:
    assert not said("2025年，义务教育阶段在校生近3万人，小学在校生2.04万人，小学在校生超过2万人。", known)
    assert said("2025年，小学在校生2.14万人。", known)
    assert not said("2025年，全县小学专任教师本科及以上学历比例71%，全县初中学历合格率99.6%。", known)
    assert said("2025年，全县小学专任教师本科及以上学历比例72%。", known)


def test_another_report_of_the_same_year_is_contradicted() -> None:
    other = read("一、概况\n2025年，全县有中心校42所，在编教师3120人。")
    text = "一、基本情况\n2025年，全县有中心校45所，在编教师3120人。"
    (one,) = against_report(*other, name="另一章")(*read(text))
    assert (one.kind, one.rule) == ("contradiction", "against_report")
    assert "42所" in one.zh
    assert "45所" in one.zh


def test_another_year_is_expected_to_differ_unless_by_far() -> None:
    other = read("2024年，全县有中心校42所，在编教师3120人。")
    assert not list(against_report(*other)(*read("2025年，全县有中心校45所，在编教师3200人。")))
    (one,) = against_report(*other)(*read("2025年，全县有中心校45所，在编教师32000人。"))
    assert one.rule == "against_report_jump"


def test_years_that_are_not_told_make_it_a_doubt() -> None:
    other = read("全县有中心校42所。")
    (one,) = against_report(*other)(*read("全县有中心校45所。"))
    assert (one.kind, one.rule) == ("doubt", "against_report_loose")


def test_a_label_told_with_two_values_is_left_alone() -> None:
    other = read("2025年，设点42处。设点38处。")
    assert not list(against_report(*other)(*read("2025年，设点45处。")))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("2025年，投入资金500万元。", "2025年，投入资金300万元。"),
        ("2025年，受资助的有小学300人。", "2025年，获奖的有小学200人。"),
        ("2025年，总投资1.2亿元，新增学位900个。", "2025年，总投资3200万元，新增学位600个。"),
    ],
)
def test_common_words_name_nothing_that_two_reports_could_differ_in(text: str, other: str) -> None:
    assert not list(against_report(*read(other))(*read(text)))


def test_all_that_two_reports_both_tell_is_matched() -> None:
    check = against_report(*read("2025年，全县有中心校42所，在编教师3120人。2023年，学区9个。"), name="上年")
    rows = list(check.matches(*read("2025年，全县有中心校45所，在编教师3120人。2024年，学区8个。")))
    assert [(one.name.zh, one.shown, one.agrees, one.reported) for one in rows] == [
        ("中心校", "42所", False, True),
        ("在编教师", "3120人", True, False),
        ("学区", "9个", None, False),
    ]
    assert "2023" in rows[2].reason.zh
    assert check.source.zh == "上年"


def test_equal_figures_of_another_year_do_not_agree_either() -> None:
    check = against_report(*read("2023年，学区9个，全县有中心校42所。"), name="前年")
    text = read("2025年，学区9个，全县有中心校90所。")
    rows = {one.name.zh: one for one in check.matches(*text)}
    assert rows["学区"].agrees is None
    assert "2023" in rows["学区"].reason.zh
    assert (rows["中心校"].agrees, rows["中心校"].reported) == (False, True)
    assert [one.rule for one in check(*text)] == ["against_report_jump"]


def test_schools_are_counted_by_code_and_filed_kind_first_and_another_count_is_named(
    facts: Facts, known: Figures
) -> None:
    kinds = {code for code, one in dictionary().codes["kind"].codes.items() if one.group == "primary"}
    rows = facts.schools.filter((facts.schools["year"] == 2025) & facts.schools["kind"].is_in(kinds))
    codes, units = rows["school_code"].n_unique(), known.known(Key("schools", ("primary",)))[2025].values[1]
    assert known.known(Key("schools", ("primary",)))[2025].values[0] == codes != units
    (one,) = found(f"2025年，全县现有小学{codes}所。", known)
    assert (one.agrees, one.name.zh, one.shown) == (True, "小学数", f"{codes}所")
    (one,) = found(f"2025年，全县现有小学{units}所。", known)
    assert (one.agrees, one.shown) == (True, f"{units}所")
    assert one.name.zh == "小学数（校区按所办学段归类）"
    assert one.name.en == "primary schools (campuses counted with their stage)"
    (one,) = found("2025年，全县现有小学31所。", known)
    assert one.name.zh.startswith("小学数（含教学点")
    (one,) = found("2025年，全县现有小学27所。", known)
    assert (one.agrees, one.name.zh, one.shown) == (False, "小学数", f"{codes}所")


def test_any_text_is_taken(known: Figures) -> None:
    for text in (
        "",
        "\n",
        "（" * 50 + "小学3所",
        "小学" * 5000 + "3所",
        "共计" * 3000 + "5所，" * 50,
        "小学生" * 13 + "3人",
        "分别为" * 90,
    ):
        assert isinstance(said(text, known), list)

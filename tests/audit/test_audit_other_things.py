"""Figures of something else beside a share or a change contradict nothing; what is told apart is found."""

from __future__ import annotations

import pytest
from audit_changes import told


def failing(text: str) -> list[tuple[str, list[float], float]]:
    """Return kind, parts and total of what the whole engine reads as failing."""
    kinds = ("ratio", "growth", "difference", "average", "product", "sum")
    return [(kind, parts, total) for kind in kinds for _, parts, total, holds in told(text, kind) if not holds]


def read(text: str, kind: str) -> list[tuple[list[float], float, bool]]:
    """Return parts, total and whether it holds, of the relations of a kind."""
    return [(parts, total, holds) for _, parts, total, holds in told(text, kind)]


@pytest.mark.parametrize(
    "text",
    [
        # A change of another noun, of another scope, of one of several.
        "五年间村小学生由8420人减少到6310人，减少25.1%，而教师仅减少38人。",
        "在校生由8420人减少到6310人，教师减少38人，减少3.2%。",
        "去年全镇幼儿2860人。今年并入新区，在园幼儿3412人，按同口径计算比上年增加64人，增长2.2%。",
        "全年收入8640万元，剔除一次性因素后比上年增加312万元，增长4.6%。",
        "在校生18420人，不含新校区比上年增加216人，增长1.6%。",
        "核定应配教师1240人，尚缺86人，仅音乐一科就缺31人。",
        "核定应配教师1240人，尚缺86人，其中英语缺31人。",
        "2024年招生3640人，比上年下降5.1%，减少196人，其中公办3020人，民办620人。",
        # A share of a narrower scope, of a stage, of an opinion, of something far from its size.
        "全县专任教师2416人。初中专任教师中，研究生学历62人，占9.1%。",
        "总体优秀412人，良好1036人，及格1210人，不及格142人，优良率51.7%。初中优良率48.2%、合格率93.6%。",
        "发放满意度问卷560份，收回542份，满意率99%。",
        "初中在校生4260人，建档立卡家庭子女612人，控辍保学劝返23人，劝返率95.8%。",
        "幼儿园教职工1126人，持证教师612人，持证率92.4%。",
        "人员支出增长11.2%（上年9.4%），高于公用支出增幅4.8个百分点。",
        "义务教育学校96所，寄宿制学校31所，寄宿学生7860人，寄宿率34.1%。",
        "当年偿还1260万元，新增债券600万元，年末比年初减少660万元，下降7.1%。",
        # So much for each, going on in a row.
        "稿酬共发放2.6万元，其中省级每篇800元、市级300元、县级100元。",
        # Those who apply, for posts or for those to be taken on.
        "招聘岗位38个，报名1204人，竞争比18:1。",
        # What is left of what stood there before.
        "年初结余6万元，实际拨付286.5万元，至11月底支出271.2万元，结余21.3万元。",
    ],
)
def test_it_holds_nothing_against_figures_of_something_else(text: str):
    assert failing(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "right", "wrong", "parts"),
    [
        ("在校生由8420人减少到6310人，减少{}人。", "difference", "2110", "2010", [8420, 6310]),
        ("男生及格率82.4%，女生及格率91.7%，女生比男生高{}个百分点。", "difference", "9.3", "9.7", [91.7, 82.4]),
        ("城区普惠率88.6%，乡村普惠率81.2%，城区高于乡村{}个百分点。", "difference", "7.4", "4.7", [88.6, 81.2]),
        ("教育投入增长11.8%，高于财政支出增幅（8.3%）{}个百分点。", "difference", "3.5", "5.3", [11.8, 8.3]),
        (
            "应下达补助862.5万元，实际下达862.5万元，截至11月底支出841.2万元，结余{}万元。",
            "difference", "21.3", "31.3", [862.5, 841.2],
        ),
        ("计划招聘教师64名，报名1216人，竞争比为{}:1。", "average", "19", "16", [1216, 64]),
        ("全县专任教师2416人。专任教师中，研究生学历162人，占{}%。", "ratio", "6.7", "7.6", [162, 2416]),
    ],
)  # fmt: skip
def test_it_reads_what_is_told_of_the_figures_beside_it(
    text: str, kind: str, right: str, wrong: str, parts: list[float]
):
    for figure, holds in ((right, True), (wrong, False)):
        assert (parts, float(figure), holds) in read(text.format(figure), kind)


@pytest.mark.parametrize(
    ("text", "kind", "parts", "total"),
    [
        # The number stands behind, or pages before.
        ("校园占地25260平方米，生均21.05平方米。现有教学班26个，在校学生1200人。", "average", [25260, 1200], 21.05),
        ("有学生186人。教职工34人。生均公用经费按6000元标准核定，全年到位111.6万元。", "product", [186, 0.6], 111.6),
        ("计划招聘84名，报名1740人，审查通过1512人，平均竞争比18:1。", "average", [1512, 84], 18),
        # Of those asked; of two of one name.
        ("收回有效问卷416份。\n问卷显示，放学后无人辅导的173人，占41.6%。", "ratio", [173, 416], 41.6),
        (
            "普高9所，在校生12640人；教师812人。职高3所，在校生4816人，占高中在校生总数的27.6%。",
            "ratio", [4816, 17456], 27.6,
        ),
    ],
)  # fmt: skip
def test_it_finds_what_a_figure_is_of_in_other_sentences(text: str, kind: str, parts: list[float], total: float):
    assert (parts, total, True) in read(text, kind)
    assert not [one for one in read(text.replace(f"{total:g}", f"{total + 1:g}"), kind) if one[1] == total + 1]


CHAIN = "留守儿童325人。其中双亲外出171人，占52.6%；父亲外出112人，占34.5%；母亲外出42人，占12.9%。隔代照看{}。"


def test_a_share_that_goes_on_a_row_of_them_is_of_their_whole():
    assert failing(CHAIN.format("的246人，占76.7%")) == [("ratio", [246, 325], 76.7)]
    assert failing(CHAIN.format("的246人，占75.7%")) == []


@pytest.mark.parametrize("rest", ["的246人，占83.2%", "的32人，占9.6%", "46户，占14.5%"])
def test_a_share_of_something_else_behind_a_row_is_not_of_their_whole(rest: str):
    assert failing(CHAIN.format(rest)) == []

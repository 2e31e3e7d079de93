"""Shares, averages and changes of figures told sentences before them, or in rows; right, misprinted, and silent."""

from __future__ import annotations

import pytest
from audit_asserted import asserted
from audit_second_reading import told

TEXTS = [
    # Of those who signed up, sat or are due.
    (
        "ratio",
        "全县报名参加高考3186人。考务平稳。本科以上上线1372人，总上线率{}%。",
        [1372, 3186],
        43.06,
        43.6,
    ),
    ("ratio", "我校612人参加会考，组织有序。实验操作597人合格，合格率{}%。", [597, 612], 97.5, 97.9),
    (
        "ratio",
        "全镇3至6岁适龄幼儿1264人。公办园4所。现有在园幼儿1117人，入园率{}%。",
        [1117, 1264],
        88.4,
        84.8,
    ),
    ("ratio", "小学：在校学生1320人。本年辍学4人，辍学率{}%。", [4, 1320], 0.3, 0.33),
    ("ratio", "全县毕业生6420人，比上年减少86人。毕业生中取得证书的5136人，占毕业生总数的{}%。", [5136, 6420], 80, 88),
    (
        "ratio",
        "学校占地面积26400平方米。校舍整洁。绿化面积9504平方米，占学校用地{}%。",
        [9504, 26400],
        36,
        63,
    ),
    # In a row, by name and by place; and two that changed places.
    (
        "ratio",
        "教师共2300人。小学教师1206人，初中教师743人，高中教师351人。小学、初中、高中教师占比分别为52.4%、{}%、15.3%。",
        [743, 2300],
        32.3,
        23.3,
    ),
    ("ratio", "普惠园64所，民办园36所，高端园20所。三类园占比分别为53.3%、{}%、16.7%。", [36, 120], 30, 33),
    ("ratio", "留守儿童820人。随祖辈生活533人，占{}%，随亲友生活287人，占{}%。", [533, 820], (65, 35), (35, 65)),
    # Those of two grades, of what the share names.
    ("ratio", "共鉴定校舍1450栋，面积61万平方米，C级216栋，D级103栋，C、D级占鉴定总数的{}%。", [319, 1450], 22, 24),
    # Averages of a level told before, and in rows.
    (
        "average",
        "小学在校生21480人；初中在校生9860人。\n小学馆室面积8.6万平方米，生均4平方米；初中馆室面积4.93万平方米，生均{}平方米。",
        [49300, 9860],
        5,
        5.5,
    ),
    (
        "average",
        "东、西、南三镇学生分别为1240、960、780人；班级分别为31、20、15个；平均每班学生分别为40.0人、{}人、52.0人。",
        [960, 20],
        48,
        84,
    ),
    (
        "average",
        "城区、乡村小学分别为14所、92所，学生分别为25200人、18400人，校均分别为1800人、{}人。",
        [18400, 92],
        200,
        20,
    ),
    # Ratios of figures sentences before.
    (
        "multiple",
        "全年转出学生共3.72万人，比上年多0.21万人。其中小学1.86万人。转入学生共3.00万人。年度转出与转入人数比例为{}:1。",
        [3.72, 3],
        1.24,
        None,
    ),
    # Paid for each vehicle in a year.
    ("product", "全县有校车64辆。督查两次。县里每车每年补贴1.6万元，今年共补贴{}万元。", [64, 1.6], 102.4, 120.4),
    # Changes.
    ("difference", "校园138所，较上年减少9所，其中合并8所、停办4所、新建3所。", [12, 3], 9, None),
    ("difference", "教师1268人，比上年净增{}人（招聘58人，调入4人，退休40人，调出6人）。", [62, 46], 16, 18),
    (
        "difference",
        "2010年全县小学312所，初中42所。后小学减为186所，初中合并为30所。十年共撤并小学126所，初中{}所。",
        [42, 30],
        12,
        14,
    ),
    ("difference", "住校生1842人，其中女生912人，现有床位1630张，尚缺床位{}张。", [1842, 1630], 212, None),
    ("difference", "住校生1842人，现有床位1630张，尚缺床位{}张。", [1842, 1630], 212, 122),
    ("difference", "全县近视率48.6%，较2020年（50.9%）下降{}个百分点。", [50.9, 48.6], 2.3, 1.3),
    ("growth", "上学期查出隐患320处，本次减少48处，下降{}%。", [320, 272], -15, -18),
    ("growth", "去年承办赛事50项，今年多6项，增长{}%。", [50, 56], 12, 21),
    ("growth", "在校生由2012年的6400人减少到4800人，四年减少1600人，减幅{}%。", [6400, 4800], -25, -35),
    (
        "growth",
        "失学236万人，与1990年的320万人相比，减少84万人，平均每年减少7万人，压缩{}%。",
        [320, 236],
        -26.3,
        -23.6,
    ),
    (
        "growth",
        "收入、支出总计分别为860.2万元、840.5万元。与上年相比，收入、支出总计分别增加60.2万元、40.5万元，分别增长7.53%、{}%。",
        [840.5, 40.5],
        5.06,
        5.60,
    ),
    ("multiple", "参训教师由320人增加到1152人。今年的参训人数是去年的{1}倍。", [1152, 320], (360, 3.6), (630, 6.3)),
]
SILENT = [
    # Of one school, of a kind, of a school stage; several may be the whole.
    ("ratio", "全县报名参加高考3186人。县二中本科上线372人，上线率43.6%。"),
    ("ratio", "全县报名参加高考3186人。艺术类上线372人，上线率43.6%。"),
    ("ratio", "一中参加高考986人。二中参加高考742人。本科上线812人，上线率47.9%。"),
    ("ratio", "小学在校生1320人。教学有序。管理规范。初中辍学4人，辍学率0.33%。"),
    ("ratio", "全县1240名教师参加培训。组织考试两次。合格1150人，合格率96.1%。"),
    ("ratio", "全县报名会考4210人，缺考32人。成绩合格4010人，合格率96.0%。"),
    # Rates of each of them, no shares; of two years.
    ("ratio", "小学教师1206人，初中教师743人，高中教师351人。小学、初中、高中教师本科占比分别为82.4%、92.3%、99.3%。"),
    ("ratio", "去年公办园32所，占38.5%；今年民办园20所，占61.5%。"),
    ("ratio", "优秀618人、良好796人、及格438人、不及格112人，优良率72.0%，去年优良率为66.2%。"),
    # Nobody's average here; other vehicles; what was closed may not be all that changed.
    ("average", "初中在校生1640人。初中寄宿生宿舍面积4100平方米，生均5平方米。"),
    (
        "average",
        "两校学生分别为1200人、800人，占地分别为24000平方米、17600平方米，生均图书分别为20册、22册。",
    ),
    ("product", "校车62辆，其中公车公营41辆。每车每年补助1.2万元，今年补助48万元。"),
    ("difference", "2018年教学点186个。2022年教学点减少到124个，共撤销教学点71个、合并村小6所。"),
    ("difference", "教师3126人，比上年增加30人，其中招聘118人、退休86人。"),
    ("difference", "优秀率42.3%，合格率96.1%，较上年(95.2%、41.9%)均有提高。"),
    ("growth", "小学、初中在校生分别为860人、840人，教师分别增加60人、40人，分别增长7.9%、5.8%。"),
    ("growth", "去年表彰教师86人，今年增加奖金12万元，增长15%。"),
    ("growth", "去年招生3600人，增加120人，增长3.9%。"),
    ("multiple", "参训教师由320人增加到1152人。今年的经费是去年的6.3倍。"),
]


def _with(text: str, value: float | tuple[float, float] | None) -> str:
    return text.format(*(value if isinstance(value, tuple) else (abs(value or 0),)))


def _total(value: float | tuple[float, float]) -> float:
    return value[0] if isinstance(value, tuple) else value


@pytest.mark.parametrize(("family", "text", "parts", "right", "wrong"), TEXTS)
def test_it_reads_what_is_told_before(
    family: str, text: str, parts: list[float], right: float | tuple[float, float], wrong: object
) -> None:
    assert any(
        one == parts and total == pytest.approx(_total(right)) and holds
        for one, total, holds in asserted(_with(text, right), family)
    )


@pytest.mark.parametrize(("family", "text", "parts", "right", "wrong"), [one for one in TEXTS if one[4] is not None])
def test_it_reports_what_is_misprinted(
    family: str, text: str, parts: list[float], right: object, wrong: float | tuple[float, float]
) -> None:
    assert any(
        one == parts and total == pytest.approx(_total(wrong)) and not holds
        for one, total, holds in asserted(_with(text, wrong), family)
    )


@pytest.mark.parametrize(("family", "text"), SILENT)
def test_it_does_not_fault_neighbours_that_assert_nothing(family: str, text: str) -> None:
    assert all(holds for _, _, holds in asserted(text, family))


@pytest.mark.parametrize("text", [text for _, text in SILENT])
def test_it_does_not_fault_them_at_the_second_reading(text: str) -> None:
    assert all(holds for *_, holds in told(text))

"""Totals behind rows of several figures and behind some of those before them; bare lists; what was asked of two sides."""

from __future__ import annotations

import pytest
from audit_second_reading import told

SCORED = (
    "校园环境满分15分，自评13.5分；安全管理满分35分，自评33分；课程实施满分50分，自评46.5分。总分100分，学校自评{}分。"
)
LINES = (
    "（一）幼儿资助：受助126人，每人500元，发放6.3万元。\n（二）寄宿生补助：小学412人，每人500元，发放20.6万元；"
    "初中388人，每人600元，发放23.28万元。\n以上合计资助926人，发放资金{}万元。"
)


@pytest.mark.parametrize(
    ("text", "right", "wrong", "parts"),
    [
        # Rows of several figures, and the clause that sums up their columns.
        ("七年级4个班186人，八年级4个班179人，九年级3个班142人，全校11个班{}人。", "507", "517", [186, 179, 142]),
        ("七年级4个班186人，八年级5个班179人，九年级3个班142人，全校{}个班507人。", "12", "14", [4, 5, 3]),
        ("小班2个班41名，中班2个班47名，大班3个班76名，全园共7个班{}名幼儿。", "164", "146", [41, 47, 76]),
        ("东片5所1284人，西片7所2316人，南片4所987人，全乡16所{}人。", "4587", "4578", [1284, 2316, 987]),
        (SCORED, "93", "94", [13.5, 33, 46.5]),
        (LINES, "50.18", "51.18", [6.3, 20.6, 23.28]),
        ("白板每块1.2万元，计36万元；电脑每台0.4万元，计48万元；音响每套2万元，计18万元，设备总值{}万元。", "102", "112",
         [36, 48, 18]),
        # Totals behind their parts, each counted in its own word.
        ("护学岗民警42名、志愿者85人，护学力量合计{}人。", "127", "137", [42, 85]),
        ("队伍建设18.5分，校园文化16分，教学质量36.5分，总分{}分。", "71", "73", [18.5, 16, 36.5]),
        # Of some of those before them, by their names.
        ("各科均分为语文84.2分、数学79.6分、物理71.3分，语数两科合计{}分。", "163.8", "168.3", [84.2, 79.6]),
        # Names with bare figures behind a colon.
        ("全年接待来访{}人次：家长314，教师86，其他22。", "422", "442", [314, 86, 22]),
        ("表彰先进{}人：教师46，班主任27。", "73", "83", [46, 27]),
    ],
)  # fmt: skip
def test_it_reads_totals_of_rows_and_calls_wrong_ones_wrong(text: str, right: str, wrong: str, parts: list[float]):
    for figure, holds in ((right, True), (wrong, False)):
        assert ("sum", parts, float(figure), holds) in told(text.format(figure))


@pytest.mark.parametrize(
    ("text", "right", "wrong", "parts"),
    [
        ("语文均分81.4，上一年是77.9，涨了{}分。", "3.5", "4.5", [81.4, 77.9]),
        ("招聘计划86名，实际聘用79名，{}个岗位无人报考空缺。", "7", "8", [86, 79]),
        ("今年共收到捐赠246.8万元，其中企业8家198.5万元，个人48.3万元；支出163.4万元，当年结余{}万元。", "83.4", "73.4",
         [246.8, 163.4]),
        ("公用经费到位186.4万元，实际开支203.9万元，缺口{}万元。", "17.5", "15.7", [203.9, 186.4]),
        ("核定教师编制1284个，现有在编教师1331人，超编{}人。", "47", "57", [1331, 1284]),
        ("核定编制1486名，其中小学842名，初中644名。截至9月，在编1412人，空编{}名。", "74", "84", [1486, 1412]),
        ("收入：拨款52.4万元，捐款13.2万元；两项共65.6万元。\n支出：办公28.3万元，维修33.1万元，总支出61.4万元，收支相抵余{}万元。",
         "4.2", "5.2", [65.6, 61.4]),
        ("住宿用房2380平方米，人均1.86平方米，离省定人均3平方米差{}平方米。", "1.14", "1.24", [3, 1.86]),
        ("收取校服费24.8万元，支付厂家23.9万元，余{}万元。", "0.9", "1.2", [24.8, 23.9]),
        ("年需补助312万元，其中县里只补120万元，缺口{}万元。", "192", "182", [312, 120]),
    ],
)  # fmt: skip
def test_it_reads_what_is_asked_of_two_sides(text: str, right: str, wrong: str, parts: list[float]):
    for figure, holds in ((right, True), (wrong, False)):
        assert ("difference", parts, float(figure), holds) in told(text.format(figure))


@pytest.mark.parametrize(
    "text",
    [
        "东片5所1284人，西片7所2316人，南片4所987人，全县共有学校142所、学生48620人。",
        "各科均分为语文84.2分、数学79.6分、物理71.3分，比上学期合计提高3.4分。",
        "党员教师31人，骨干教师25人，学校共有教师126人。",
        "计划招生600人，实际录取624人。开学后报到605人，超计划5人。录取新生中，男生331人，女生293人；走读186人，住校438人。",
        "教师58人，男21人，女37人；研究生4人、本科43人、专科11人。",
        "今年受灾转移师生862人，其中寄宿生412人、教师38人。",
        "上年结余8.6万元，全年收入合计74.2万元，支出合计69.8万元，收支相抵余13万元。",
    ],
)
def test_it_is_silent_where_other_figures_may_be_meant(text: str):
    assert all(holds for *_, holds in told(text))

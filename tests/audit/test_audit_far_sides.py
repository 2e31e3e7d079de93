"""Differences, rates and averages one side of which stands apart: right, misprinted, and silent."""

from __future__ import annotations

import pytest
from audit_changes import told

READ = [
    # One side beside the result, the other told sentences before by what it is.
    (
        "difference",
        "今年计划招聘教师118名，其中高中36名。报名632人，审查合格604人。核减岗位6名，实际招聘{}名。",
        [118, 6],
        "112",
    ),
    (
        "difference",
        "锁定工程债务3648.25万元，涉及学校57所。\n已偿还债务2716.4万元，占74.46%，尚欠{}万元。",
        [3648.25, 2716.4],
        "931.85",
    ),
    (
        "difference",
        "城区有小学生12846人，教学班231个。按每班45人算，只能容纳10395人，已多收{}人。",
        [12846, 10395],
        "2451",
    ),
    ("difference", "住校生8426人（初中5120人，高中3306人）。宿舍楼21栋；床位7984张，还缺{}张。", [8426, 7984], "442"),
    ("difference", "原定计划录用64名。有3名考生放弃资格，实际录用{}名。", [64, 3], "61"),
    # What was gained on balance, of two clauses each with its own list.
    (
        "difference",
        "五年来共补充教师512人，2016年160人，2017年170人，2018年182人；自然减员336人，其中退休290人，调出46人，净增{}人。",
        [512, 336],
        "176",
    ),
    # How much was taken away in all, and its rate.
    ("difference", "校外机构由原有的164家压减到25家，共压减{}家。", [164, 25], "139"),
    ("ratio", "校外机构由原有的164家压减到25家，共压减139家，压减率{}%。", [139, 164], "84.8"),
    ("ratio", "送审金额842.6万元。审减金额61.4万元，审定金额781.2万元，审减率{}%。", [61.4, 842.6], "7.3"),
    (
        "ratio",
        "锁定债务9642.5万元，银行贷款6120万元。已偿还4186.2万元，化解率{}%，剩余债务5456.3万元。",
        [4186.2, 9642.5],
        "43.4",
    ),
    # Rates of all but the rest, and of the whole a list comes to.
    ("ratio", "中职毕业生4126人，直接就业2210人，升学1684人，入伍58人，其他174人，就业率达{}%。", [3952, 4126], "95.8"),
    (
        "ratio",
        "适龄残疾儿童248人。从安置看，特教学校就读72人，随班就读118人，送教上门51人，因病缓学7人，入学率达{}%。",
        [241, 248],
        "97.2",
    ),
    (
        "ratio",
        "专任教师2846人。按职称分：高级618人，中级1324人，初级904人；按年龄分：35岁以下926人，36至50岁1382人，51岁以上538人，占{}%。",
        [538, 2846],
        "18.9",
    ),
    # Averages beside a list, in step with another stage, and of an area without its unit.
    (
        "average",
        "建成校舍8640平方米，投入资金1036.8万元，其中省级600万元，县级436.8万元，平均每平方米造价{}元。",
        [10368000, 8640],
        "1200",
    ),
    (
        "average",
        "小学在校生6212人，校舍面积31060平方米，生均校舍5.0平方米，初中在校生4108人，校舍面积32864平方米，生均校舍{}平方米。",
        [32864, 4108],
        "8.0",
    ),
    (
        "average",
        "住校生6420人（初中4100人，高中2320人）。宿舍楼36栋，建筑面积26964，生均宿舍{}平方米。",
        [26964, 6420],
        "4.2",
    ),
    # Grades by their signs.
    (
        "sum",
        "校舍鉴定：A级9.42万平方米，C级94栋 5.36万平方米，D级61栋 2.48万平方米。\n规划改造C、D级校舍共{}万平方米。",
        [5.36, 2.48],
        "7.84",
    ),
    # What is not done, told behind it, is a part.
    (
        "sum",
        "适龄残疾儿童412名，已入学396名，入学率96.1%；还有{}名因病情较重、家长顾虑等原因没有入学。",
        [396, 16],
        "16",
    ),
    ("sum", "项目学校53所，已完工41所，还有{}所因征地、拆迁等原因没有开工。", [41, 12], "12"),
]


@pytest.mark.parametrize(("kind", "text", "parts", "right"), READ)
def test_it_reads_what_is_worked_out_of_a_side_told_apart(kind: str, text: str, parts: list[float], right: str):
    found = told(text.format(right), kind)
    assert [one for one in found if sorted(one[1]) == sorted(parts) and one[3]], found


MISPRINTED = [
    ("difference", "全县现有寄宿生5214人。床位4986张，尚缺床位238张。"),
    ("difference", "应收学费1286.4万元。已收1093.7万元，尚欠182.7万元。"),
    ("difference", "城区小学学位8640个，而实际在校9812人，缺口1272个。"),
    ("ratio", "校外机构由原有的164家压减到25家，共压减139家，压减率88.4%。"),
    ("ratio", "锁定债务9642.5万元，银行贷款6120万元。已偿还4186.2万元，化解率41.3%，剩余债务5456.3万元。"),
    ("average", "建成校舍8640平方米，投入资金1036.8万元，其中省级600万元，县级436.8万元，平均每平方米投入1020元。"),
    (
        "average",
        "小学在校生6212人，校舍面积31060平方米，生均校舍5.0平方米，初中在校生4108人，校舍面积32864平方米，生均校舍8.4平方米。",
    ),
]


@pytest.mark.parametrize(("kind", "text"), MISPRINTED)
def test_it_reports_what_does_not_come_out_where_the_words_leave_no_other_side(kind: str, text: str):
    assert any(not one[3] for one in told(text, kind))


@pytest.mark.parametrize(
    "text",
    [
        "全县现有寄宿生5214人。城区学校床位4986张，尚缺床位238张。",
        "全县现有寄宿生5214人。初中床位4986张，尚缺床位238张。",
        "项目总投资4862万元。今年已到位3526万元，尚欠1236万元。",
        "项目总投资4862万元。已支付3526万元，尚欠工程款1236万元。",
        "年初核定编制2146名，在岗2009名。今年补充教师137名。",
        "学校有学生1203人。容纳1126人的新食堂已建成，超出87人。",
        "新增学位8.7万个，消除义务教育大班额1126个，大班额比例降至1.3%。",
        "公办园34所，集体办园5所，民办园87所；县城41所，镇区52所，乡村31所，学前三年毛入园率91.2%。",
        "C级94栋，D级61栋。今年已改造C、D级校舍115栋。",
        "计划采购电脑560台。核减计划35台，另行安排采购打印机52台。",
    ],
)
def test_it_is_silent_where_a_side_told_apart_is_of_something_else(text: str):
    assert not told(text, "difference", "ratio", "sum", "average")

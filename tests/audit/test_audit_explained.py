"""Gaps that the text itself explains, bases that it names, and what lies near the other rules but is true."""

from __future__ import annotations

import pytest

from junheng.audit.engine import audit
from junheng.audit.reading import read_bytes


def wrong(text: str) -> list[str]:
    return [one.zh for one in audit(read_bytes(text.encode(), "report.txt")).findings if one.kind != "unjudged"]


@pytest.mark.parametrize(
    "text",
    [
        # What is missing stands right behind the total.
        "保安31名、厨工26名、保洁员18名，后勤人员合计82名（含宿管7名）。",
        "一季度处理58件，二季度处理46件，上半年合计105件（含上年结转1件）。",
        "食堂员工12名、保安8名、宿管6名，聘用人员合计28名，其中校医2名。",
        "上级补助320万元，本级安排180万元，合计下达480万元，预留20万元。",
        "收到资金400万元，已支出368万元，占92%，结余35万元（含利息3万元）。",
        "在校学生168人，（包含1个学前班21人）其中一年级45人；二年级48人；三年级54人。",
        # Pay for fewer months than twelve.
        "代课人员13名，月工资1800元，全年发放25.74万元，其中8月不发。",
        "代课教师13名，每人每月2200元，全年发放代课费28.6万元，寒暑假两个月不发。",
        "保洁员9人，每月1500元，全年支出15.9万元（2人年中离职）。",
        "每人每月分别为300元、400元，分别有268人、417人，全年发放247.2万元。",
        # The text says what a rate is of.
        "发放问卷1200份，收回1146份，有效问卷1131份，其中选择“满意”的466份，占回收问卷的40.7%。",
        "应检学生1200人，实检1188人，检出近视566人，近视率47.6%，应检学生近视检出率47.2%。",
        "发出问卷1200份，收回1188份，满意1120份，满意率93.3%（以发出数为分母，未回收视为不满意）。",
        "学位总需求12.6万个。公办学位10.1万个，占义务教育学位总需求的81.5%。",
        # Another time; a row that is no growth of itself.
        "正高级5人，副高级181人，中级420人。今年新评副高级以上职称190人次申报。",
        "全县小学、初中、高中在校生分别为2.1万人、1.2万人、0.9万人，分别增长0.6%、1.2%、12.4%。",
        # Words behind blanks that lay out a heading or a sentence; headings of Markdown.
        "第二部分　条件保障，第三部分　项目建设。",
        "县教育局　所属各单位，全体　家长代表参加会议。",
        "##学校概况\n我校有教师12人，学生86人。",
        # Schools of fewer than a hundred are paid for a hundred; shares made to come to 100.
        "学校|人数|标准(元)|金额(元)\n河东小学|268|650|174200\n石板小学|95|650|65000\n白沙小学|312|650|202800",
        "等级|人数|占比\nA|100|33.3%\nB|100|33.3%\nC|100|33.4%\n合计|300|100%",
    ],
)
def test_what_is_true_is_not_called_wrong(text: str) -> None:
    assert wrong(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "保安31名、厨工26名，后勤人员合计75名（含女职工16名）。",
        "代课人员13名，月工资1800元，全年发放28.8万元。",
        "发出问卷1200份，收回1188份，满意1120份，满意率93.3%。",
        "全县学位总需求12.6万个，公办学位10.1万个，占学位总需求的81.5%。",
        "学校|人数|标准(元)|金额(元)\n河东小学|268|650|174200\n石板小学|195|650|126570\n白沙小学|312|650|202800",
        "##县教育局2023年工作总结",
    ],
)
def test_what_nothing_explains_is_told(text: str) -> None:
    assert len(wrong(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        # A share of what is told between a list and it.
        "全校教师86人，男教师31人，女教师55人；中层干部12人，其中女教师占33.3%。",
        "全县幼儿园50所，其中公办26所、民办24所；在园幼儿7800人，公办园占比53.8%。",
        "全县公办园26所、民办园24所，共50所；在园幼儿中，公办占58.6%，民办占41.4%。",
        # Answers some of which are told in words, or of no scale.
        "发放问卷460份，收回440份。选择“非常满意”的286人，选择“满意”的101人，选择“不满意”的43人，其余未填写。",
        "收回问卷440份，认为“作业过多”的120人，认为“睡眠不足”的200人，认为“活动太少”的110人。",
        # What went out is told behind, or not at all.
        "年初原有教师86人，今年新招聘6人，年末现有教师89人，减员3人为退休。",
        "上年结转资金26万元，当年拨款320万元，可用资金330万元（按规定上缴16万元）。",
        "期初库存大米1200斤，本月购入3600斤，期末库存800斤。",
        # Some of what made a change.
        "在校生8600人，比上年减少120人，由于城镇化，小学减少80人，初中减少30人。",
        "学生比上年增加320人（其中随迁子女210人，本地90人，其余为回流）。",
        # Lines that are not all there are.
        "全年支出320.6万元，主要有：\n人员经费180.2万元\n公用经费62.3万元\n项目支出60.1万元\n其他支出见附表",
        # A part by its own name.
        "2015年在校生21460人，到2021年只剩15238人，净减6222人，其中女生降幅31.2%。",
        "职高毕业生860人，升学320人，就业520人，一次性就业率96.3%，含升学不含参军12人。",
        "2021年教育支出3.2亿元，2022年为3.6亿元，2022年学前教育支出0.28亿元，占前年教育支出的8.75%。",
    ],
)
def test_what_is_told_of_others_is_not_called_wrong(text: str) -> None:
    assert wrong(text) == []

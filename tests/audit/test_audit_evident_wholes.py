"""Wholes told away from their parts: outcomes, several cuts of one whole, what is told together, what is left over."""

from __future__ import annotations

import pytest
from audit_second_reading import told

from junheng.audit.engine import audit
from junheng.audit.reading import read_bytes


def failing(text: str) -> list[tuple[str, list[float], float]]:
    """Return kind, parts and total of every relation that does not hold."""
    return [(kind, parts, total) for kind, parts, total, holds in told(text) if not holds]


@pytest.mark.parametrize(
    ("text", "parts", "total"),
    [
        # All marks from the best to the worst, of a whole told before.
        (
            "今年参加年检的民办幼儿园86所，分布在14个乡镇。\n年检结果为：合格61所，基本合格17所，不合格9所。",
            [61, 17, 9],
            86,
        ),
        ("9月对全县食堂126家开展了量化评级。评级结果：A级31家，B级72家，C级21家，D级1家。", [31, 72, 21, 1], 126),
        (
            "应参加考核的教职工412人。考核结果：优秀62人，合格338人，基本合格6人，不合格3人，未定等次5人。",
            [62, 338, 6, 3, 5],
            412,
        ),
        ("巡听随堂课64节，评为优课21节、合格课36节、待提高8节。", [21, 36, 8], 64),
        # All stages from what is done to what is not.
        ("市级反馈问题35个，涉及7个方面。目前，已完成整改26个，基本完成4个，持续推进6个。", [26, 4, 6], 35),
        ("全县排定重点工作42项。截至目前，已办结30项，正在办理9项，尚未启动4项。", [30, 9, 4], 42),
        # Several cuts of one whole.
        (
            "发生安全事故23起。\n时间上，上学期12起，下学期11起；地点上，校内15起，校外8起；类型上，摔伤13起，交通7起，其他4起。",
            [13, 7, 4],
            23,
        ),
        # How a whole is looked at, behind what it is set against.
        (
            "今年全县获奖286人次，比上年的251人次增加35人次。分学校看，一中141人次、二中96人次、三中48人次。",
            [141, 96, 48],
            286,
        ),
        # Told together behind them.
        ("保安31名、厨工26名，后勤人员合计67名。", [31, 26], 67),
        # The ways there were, two digits swapped.
        (
            "残疾儿童已安置214人，入学率98.2%。安置方式为：特校就读84人，随班就读56人，送教上门47人。",
            [84, 56, 47],
            214,
        ),
        # What was planned, divided right behind it.
        ("计划招聘98人，高中21人、初中32人、小学46人，6月底前完成。", [21, 32, 46], 98),
        # Named by what was told of its whole.
        ("签约应到58人，录用46人，录用后分到小学22人，初中17人，幼儿园8人。", [22, 17, 8], 46),
        # Levels down to the one the whole names.
        ("已创建市级以上示范校52所，占44.8%，其中国家级2所，省级14所，市级35所。", [2, 14, 35], 52),
        ("本科及以上学历教师412人，其中研究生36人、本科366人。", [36, 366], 412),
        ("高级教师86人，一级教师212人，二级教师96人，一级及以上教师308人。", [86, 212], 308),
        # The column beside one that comes out, a rate between the two.
        (
            "受助学生640人，计81.5万元。其中一等206人，每生1500元，计30.9万元；二等343人，每生1475元，计50.6万元。",
            [206, 343],
            640,
        ),
    ],
)
def test_it_reads_a_failing_list_whose_whole_is_told_away_from_it(text: str, parts: list[float], total: float) -> None:
    assert ("sum", parts, total) in failing(text)


@pytest.mark.parametrize(
    "text",
    [
        # Some of the marks, some of the stages, steps that hold each other.
        "受检学校48所，覆盖全区。优秀12所，良好25所，并评出先进个人30名。",
        "今年实施项目23个，截至10月底，开工21个，竣工11个，交付使用9个。",
        "省里反馈问题27个。已完成整改19个，其中提前完成10个，基本完成5个。",
        "县级以上骨干教师186人，其中省级12人，市级46人。",
        # Kinds of others: not what was looked at, in another unit.
        "全县现有学校48所，学生2.1万人。\n今年对学校食堂开展检查，优秀12家，良好25家，合格9家，不合格1家。",
        # Of those who came, not of those who were due.
        "年检应参检49所，实际参检48所，1所停办未参检。年检合格41所、基本合格5所、不合格2所。",
        # Kinds told of others; a figure nearby is what is missing.
        "死亡学生中，农村8人、城区3人；受伤学生中，男生9人、女生3人，去年同期死亡20人。",
        "安全员10名。保安31名、厨工26名，后勤人员合计67名。",
        "小学教师52名、初中教师47名，全县教师合计109名。",
        "今年新聘教师52名、交流教师47名，截至目前共有教师合计112名。",
        # Who left is no part of who came.
        "今年补充教师108人。五年间变动较大；其中今年退休91人、调出12人、辞职3人，净增2人。",
        # One may have two kinds of help.
        "受助学生1290人，计174.6万元。其中国家助学金812人，计101.5万元；免学费731人，计73.1万元。",
        # More of the rest is told behind it.
        "全区有食堂256家。已接入平台249家，占97.3%，其余5家为教学点食堂，2家停业整顿。",
        "项目总投资4680万元。累计完成投资3526万元，占75.3%，还有一期尾款980万元未付。",
    ],
)
def test_it_leaves_what_is_open_or_of_others_alone(text: str) -> None:
    assert failing(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # A part told with its share says what is left, of things a sum, of money a difference.
        ("全区有食堂256家。已接入平台249家，占97.3%，其余9家为教学点食堂。", ("sum", [249, 9], 256, False)),
        ("全区有食堂256家。已接入平台249家，占97.3%，其余7家为教学点食堂。", ("sum", [249, 7], 256, True)),
        (
            "下达资金1864.2万元，其中中央1200万元，省级664.2万元。已支付1684.7万元，进度90.37%，结余189.5万元。",
            ("difference", [1864.2, 1684.7], 189.5, False),
        ),
        (
            "锁定债务4362.5万元。累计偿还3272万元，占75%，资金来源是：中央2000万元，省级1272万元。还有1080.5万元没有偿还。",
            ("difference", [4362.5, 3272], 1080.5, False),
        ),
        # Balances by the names of what came in.
        ("实际收取341820元。\n支出小计333086元。\n结余8374元。", ("difference", [341820, 333086], 8374, False)),
        ("上年结转4.26万元。本年核拨48.94万元。加上结转，全年可用资金53.2万元。", ("sum", [48.94, 4.26], 53.2, True)),
        # Small lists: of schools, of what became of them.
        ("获奖16人，一中11人，二中5人；另有3人入围。", ("sum", [11, 5], 16, True)),
        ("原有公参民学校13所，转公办9所，终止合作4所。", ("sum", [9, 4], 13, True)),
        # A step with all above it.
        ("测试600人，一级乙等12人，二级甲等240人，二级乙等310人，三级38人，二级乙等以上562人。",
         ("sum", [12, 240, 310], 562, True)),
    ],
)  # fmt: skip
def test_it_reads_what_is_left_added_or_small(text: str, found: tuple[str, list[float], float, bool]) -> None:
    assert found in told(text)


def test_a_part_of_all_told_above_is_no_part_of_the_last_of_them() -> None:
    text = "给予处分4人、诫勉谈话6人、批评教育3人；上述人员全部取消评优资格，其中7人扣发绩效工资。"
    assert not [one for one in audit(read_bytes(text.encode(), "r.txt")).findings if one.kind == "contradiction"]


def test_a_figure_cut_before_its_point_is_one() -> None:
    assert ("difference", [580.4, 318.6], 261.8, True) in told(
        "全县应偿还债务580.4万元，至11月底累计偿还债务318\n.6万元，尚欠261.8万元。"
    )

"""Sums told by several cuts of one whole, by rows that a last one sums up, by names and by shares."""

from __future__ import annotations

import pytest
from audit_linear import takes_linear_time
from audit_sums import told


@pytest.mark.parametrize(
    ("text", "right", "wrong", "others"),
    [
        # Cuts in clauses of one sentence; the one that does not come out stands beside those that do.
        (
            ("全园教职工63人，学历为本科的28人，专科的31人，高中的4人；职务为教师的42人，保育员的{}人；"
             "年龄分布合理，35岁以下33人，36至50岁25人，51岁以上5人。"),
            21, 23, 2,
        ),
        ("学校教师138人，男52人，女86人；高级29人，中级68人，初级{}人；本科以上121人，专科17人。", 41, 43, 2),
        ("教职工91人，其中教师79人、后勤12人；教师中，男31人、女48人，高级16人、中级38人、初级{}人。", 25, 28, 2),
        ("教师54人，男21人，女33人；35岁以下22人，36岁至50岁{}人，51岁以上13人。", 19, 17, 1),
        # In sentences of their own.
        ("完小现有教师52人。学历：本科33人，专科15人，中师4人。职称：高级7人，一级24人，二级{}人。", 21, 23, 1),
        # The clauses of a whole that they are named by.
        (
            ("今年拟招聘教师46名，其中高中9名，初中16名，小学21名。初中语文6名、数学{}名、英语5名；"
             "小学语文9名、数学7名、体育5名。"),
            5, 7, 2,
        ),
        # Rows, the last of which sums up the others.
        (
            "东校报名412人，到考408人；西校报名365人，到考361人；南校报名287人，到考287人；三校合计报名1064人，到考{}人。",
            1056, 1065, 1,
        ),
        ("一班交表48份，收回46份；\n二班交表51份，收回50份；\n年级合计交表99份，收回{}份。", 96, 98, 1),
        ("东片小学3所学生640人，西片小学4所学生815人，全镇小学7所学生{}人。", 1455, 1545, 1),
        ("校园64处、厂房8120平方米。A级31处、4215平方米，B级24处、{}平方米，C级9处、893平方米。", 3012, 3021, 1),
        # A total that names its two parts.
        ("查明B类校舍112栋、40862平方米，C类53栋、{}平方米。B、C类校舍合计56279平方米。", 15417, 15471, 0),
        # A part counted by what is done about it; a part that goes on with what is told of the whole.
        ("专项行动查出无证托管班58家，其中督促整改后发证{}家，取缔39家。", 19, 29, 0),
        ("全县走读学生20316人，其中，小学生8214人，初中生{}人，享受校车服务的9127人，占走读生的44.92%。",
         12102, 12202, 0),
        # Nothing is nothing: it is not rounded as what stands beside it.
        ("全年三公经费支出52.86万元，其中：因公出国（境）费0万元，公务用车运行费33.41万元，公务接待费{}万元。",
         19.45, 19.54, 0),
        # Shares made up of others.
        ("总升学率93.84%，由普高录取率58.26%、职高录取率{}%、五年制录取率6.21%构成。", 29.37, 29.73, 0),
    ],
)  # fmt: skip
def test_a_cut_is_a_sum_right_and_wrong(text: str, right: float, wrong: float, others: int) -> None:
    held = [holds for *_, holds in told(text.format(right))]
    assert held.count(True) > others
    assert False not in held
    assert [holds for *_, holds in told(text.format(wrong))].count(False) == 1


@pytest.mark.parametrize(
    ("text", "parts", "total"),
    [
        ("全县初中18所（城区、乡镇各9所）接受了督查。", (9, 9), 18),
        ("调查显示，每天锻炼不足半小时的占18.4%，半小时至一小时的占52.7%，超过一小时的占28.9%，一小时以内合计71.1%。",
         (18.4, 52.7), 71.1),
        ("全区29所中小学都装了监控。全区21所小学、8所初中的食堂实现了明厨亮灶。", (8, 21), 29),
        ("全年助学共1284.36万人次，其中：享受免费教材612.48万人，享受补助358.77万人次，社会捐助313.12万人次。",
         (313.12, 358.77, 612.48), 1284.36),
        ("清江市现有初中31所，城乡都有分布。城区14所，乡镇17所。", (14, 17), 31),
        # What behind a list is told of its last part is none of its row.
        ("本镇就学儿童里，共有2417人。本镇学校中，小学1605人，无辍学；初中812人，辍学3人。", (812, 1605), 2417),
    ],
)  # fmt: skip
def test_a_sum_told_shortly_is_read(text: str, parts: tuple[float, ...], total: float) -> None:
    assert (parts, total, True) in [(tuple(sorted(found)), whole, holds) for found, whole, holds in told(text)]


@pytest.mark.parametrize(
    "text",
    [
        # Properties that lie across each other.
        "学校有教师72人，中级以上41人，本科以上66人，40岁以下28人。",
        "学校有学生964人，留守儿童215人，寄宿生408人，残疾学生9人。",
        # The begin of a row.
        "学校有教师66人，党员23人，团员14人；省级名师4人，市级名师10人，县级名师17人。",
        # What is told more narrowly than its family.
        "全区在园幼儿8130人，其中公办园3906人，普惠性民办园3562人。",
        # Who pays is told in a row.
        "中央财政下达某省专项资金98.2亿元，省财政安排31.6亿元，市县筹措69.4亿元。",
        # A text that was cut off.
        "全局支出合计18264.52，分科目看：行政运行1526.38；其他管理事务846.27。",
        # Names that begin like words of sums.
        "招聘音乐1名、美术1名、计算机2名。",
        # Rates of several wholes; rows that tell other things.
        "甲项目完成率94%，乙项目完成率86.2%，合计完成率90.5%。",
        "甲校报名312人，参考306人；乙校招生287人，毕业285人；合计报名797人，参考785人。",
    ],
)
def test_what_looks_like_a_cut_asserts_nothing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "cut",
    [
        "高级9人，中级22人，初级20人",
        "高级11人，中级42人",
        "省级骨干3人，市级骨干9人，县级骨干15人",
        "党员25人，团员27人",
    ],
)
def test_a_cut_that_may_leave_some_out_is_none_beside_one_that_comes_out(cut: str) -> None:
    assert told(f"学校教师54人，男21人，女33人；{cut}。") == [((21, 33), 54, True)]


@pytest.mark.parametrize(
    "piece",
    [
        "教师46人，本科19人，专科25人，中师2人；高级36人，一级10人；",
        "甲校报名312人，参考306人；合计报名797人，参考785人；",
        "优秀占18.2%，良好占41.5%，合计59.7%，",
        "12所小学、5所初中，17所中小学，",
    ],
)
def test_cuts_are_read_in_linear_time(piece: str) -> None:
    takes_linear_time(lambda times: told(piece * times), 320)

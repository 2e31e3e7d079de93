"""Sums of two sides of one thing, of lists that fill a clause, and of lists counted otherwise than their whole."""

from __future__ import annotations

import pytest
from audit_linear import takes_linear_time
from audit_second_reading import told

BETWEEN = "设教学班486个，教学仪器完好率98.6%，图书32.6万册，多媒体教室412间。"
"""Figures of other things: the whole stands before them, its parts behind."""
POSTS = (
    "公开招聘教师97名，其中高中31名，初中41名，小学25名。各学科岗位为：\n高中：语文7名、数学8名、英语6名、物理5名、化学{}名；\n"
    "初中：语文12名、数学11名、英语10名、体育8名；\n小学：语文10名、数学9名、音乐6名。"
)
GRANTS = "1.小学:86人,每生500元,计43000元。\n2.初中:124人,每生625元,计77500元。\n两项共{}人,发放{}元。"


@pytest.mark.parametrize(
    ("text", "printed", "found"),
    [
        # What is and what is not, whatever stands between them and their whole.
        ("全县办有幼儿园的村184个。" + BETWEEN + "已通硬化路的171个，未通的{}个。", 13, ([171, 13], 184)),
        ("全县有食堂的学校176所。" + BETWEEN + "取得食品经营许可证的163所，正在申办的{}所。", 13, ([163, 13], 176)),
        ("今年排查隐患237处。" + BETWEEN + "目前已整改218处，正在整改{}处。", 19, ([218, 19], 237)),
        ("应接种学生4126人。" + BETWEEN + "实际接种4013人，因病缓测{}人。", 113, ([4013, 113], 4126)),
        ("摸排配套园36所，已移交31所，正在整改{}所。", 5, ([31, 5], 36)),
        ("适龄残疾儿童426人，已入学401人，其中特校87人、随班就读251人、送教上门63人，尚有{}人因重度残疾没有入学。",
         25, ([401, 25], 426)),
        # A list that fills its clause, its whole some sentences before.
        (POSTS, 5, ([7, 8, 6, 5, 5], 31)),
        ("专任教师84人，工勤5人；专任教师里本科71人，专科{}人。", 13, ([71, 13], 84)),
        # Counted by another unit than their whole.
        ("38支球队的456名队员参赛，其中小学组17队，初中组14队，高中组{}队。", 7, ([17, 14, 7], 38)),
        ("比赛设86个单项（男子44项、女子{}项）。", 42, ([44, 42], 86)),
        ("从612份问卷看，非常满意的341人，基本满意的206人，不满意的{}人。", 65, ([341, 206, 65], 612)),
        ("全县学校食堂213所。食堂等级评定A级28个、B级131个、C级{}个。", 54, ([28, 131, 54], 213)),
        # Line by line, each with what it was worked out from.
        (GRANTS.format("{}", 120500), 210, ([86, 124], 210)),
        # In a bracket nobody closed.
        ("现有学校73所，其中幼儿园31所（公办12所、民办19所），小学24所（另有教学点5个，初中11所，高中4所，职校{}所。",
         3, ([31, 24, 11, 4, 3], 73)),
        # What some of a list come to, told behind it.
        ("摸排民办园148所，其中手续齐全的92所，证照不全的39所，无证的17所。涉及幼儿4312人。需要整改的{}所。",
         56, ([39, 17], 56)),
        ("鉴定为C级危房8.36万平方米,D级危房2.17万平方米。改造C、D级危房共{}万平方米,其中加固6.2万平方米。",
         10.53, ([8.36, 2.17], 10.53)),
        # Four and more that come to a figure with their rest: no two of them make another.
        ("维修项目127个，其中新建99个，续建28个。已竣工84个，主体完工21个，正在施工15个，剩余{}个年底前开工。",
         7, ([84, 21, 15, 7], 127)),
    ],
)  # fmt: skip
def test_it_reads_the_parts_that_come_out_and_no_others(
    text: str, printed: float, found: tuple[list[float], float]
) -> None:
    parts, total = found
    assert ("sum", parts, total, True) in told(text.format(printed))
    wrong = told(text.format(printed + 1))
    assert not [one for one in wrong if one[3] and one[1] in (parts, [*parts[:-1], parts[-1] + 1])]


def test_it_reads_the_columns_of_grants_line_by_line() -> None:
    read = told(GRANTS.format(210, 120500))
    assert ("sum", [86, 124], 210, True) in read
    assert ("sum", [43000, 77500], 120500, True) in read


def test_lists_clause_by_clause_are_not_read_as_one() -> None:
    sums = [one[1] for one in told(POSTS.format(5)) if one[0] == "sum"]
    assert sums == [[31, 41, 25], [7, 8, 6, 5, 5], [12, 11, 10, 8], [10, 9, 6]]


@pytest.mark.parametrize(
    "text",
    [
        # Of two things; too small for how far the whole stands before them.
        "全县有食堂的学校176所。" + BETWEEN + "已培训厨师119人，未达标的57所。",
        "全县有食堂的学校26所。学校均配备管理员。食材统一配送。" + BETWEEN + "已更新灶具19所，未更换门窗的7所。",
        # Nothing that the units share.
        "全县学校66所。本年新建校舍12个，改建31个，扩建23个。",
        "全县学生613人。发放图书186册，教具214套，课桌213张。",
        # A part of a part.
        "具有高级职称的683人。2013年以来，通过公开招考等途径补充教师587人，其中音体美教师96人。",
        # What was let off in a sentence of its own; a name of its own behind a list.
        "手续齐全的92所，证照不全的39所，无证的17所。白名单上的56所。",
        # Some of what products make lies between.
        "小学资助52人,每人400元,计20800元。幼儿园支出9300元。初中资助128人,每人400元,计51200元。发放72000元。",
    ],
)
def test_it_reads_no_sum_where_nothing_tells_one(text: str) -> None:
    assert not [one for one in told(text) if one[0] == "sum"]


@pytest.mark.parametrize("piece", ["A、B、C、D、", "一、二、三、四、"])
def test_signs_of_grades_without_an_end_take_no_longer_for_each(piece: str) -> None:
    takes_linear_time(lambda size: told("C级3所。" + piece * (size // len(piece))), 8000)

"""Rates of all that a row tells, what was taken off or is left, products beside their numbers, averages by name."""

from __future__ import annotations

import pytest
from audit_second_reading import told

RELATIONS = [
    # Rates of all of a row, of all but those who did not, of the first of a row.
    ("ratio", "应届毕业生860人，直接就业412人，升学386人，入伍28人，去向落实率96%。", [826, 860], 96, True),
    ("ratio", "应届毕业生860人，直接就业412人，升学386人，入伍28人，去向落实率94.5%。", [826, 860], 94.5, False),
    ("ratio", "复赛作品150件，评出一等奖10件、二等奖20件、三等奖45件，获奖面50%。", [75, 150], 50, True),
    ("ratio", "复赛作品150件，评出一等奖10件、二等奖20件、三等奖45件，获奖面48%。", [75, 150], 48, False),
    ("ratio", "毕业生640人，升入普高326人，占50.9%，升入中职298人，升学率95.7%。", [624, 640], 95.7, False),
    ("ratio", "残疾儿童250人，随班130人，特校72人，送教41人，暂缓入学7人，入学率97.2%。", [243, 250], 97.2, True),
    ("ratio", "青壮年人口84000人，尚有文盲1260人，非文盲率98.5%。", [82740, 84000], 98.5, True),
    ("ratio", "青壮年人口84000人，尚有文盲1260人，非文盲率95.8%。", [82740, 84000], 95.8, False),
    ("ratio", "认为很好的312人，较好的156人，一般的52人，前两项合起来，好评率为90%。", [468, 520], 90, True),
    ("ratio", "认为很好的312人，较好的156人，一般的52人，前两项合起来，好评率为92%。", [468, 520], 92, False),
    ("ratio", "学校80所，已建成食堂60所，建成率75%，明年再建12所，建成率可达90%。", [72, 80], 90, True),
    ("ratio", "学校80所，已建成食堂60所，建成率75%，明年再建12所，建成率可达92%。", [72, 80], 92, False),
    ("ratio", "编制1250名，在编1170名，空编80名，拿出30个岗位招聘，空编率仍达6.8%。", [80, 1250], 6.8, False),
    ("ratio", "录取新生1200人，实际到校1164人，报到率96%。", [1164, 1200], 96, False),
    # Of this year's figure beside last year's; in the unit told first.
    ("ratio", "教育经费6400万元，上年为5800万元，占财政支出32000万元的20%。", [6400, 32000], 20, True),
    ("ratio", "教育经费6400万元，上年为5800万元，占财政支出32000万元的18.5%。", [6400, 32000], 18.5, False),
    ("ratio", "教育经费6400万元，上年为5800万元，占上年财政支出29000万元的20%。", [5800, 29000], 20, True),
    ("ratio", "累计完成6300万元，占计划0.9亿元的70%。", [6300, 9000], 70, True),
    ("ratio", "实考5000人，高分400人。高分比去年的360人多40人，占参考人数的8%。", [400, 5000], 8, True),
    ("ratio", "实查8560人，检出阳性 1 0 7人，占1.25%。", [107, 8560], 1.25, True),
    # Growth over what stands before a bracket, and in points.
    ("growth", "校车126辆（专用98辆、其他28辆），比上年新增21辆，增长16.7%。", [126, 21], 16.7, False),
    ("growth", "校车126辆（专用98辆、其他28辆），比上年新增21辆，增长20%。", [126, 21], 20, True),
    ("growth", "贷款1836人，比上年的1700人增加136人，增长8个百分点。", [1700, 1836], 8, True),
    # What is left when something was taken off, told by several names or by what became of it.
    ("difference", "收到作品286件，剔除重复、超龄的14件，进入评审272件。", [286, 14], 272, True),
    ("difference", "收到作品286件，剔除重复、超龄的14件，进入评审262件。", [286, 14], 262, False),
    ("difference", "应检机构48家，3家已停办，实检45家。", [48, 3], 45, True),
    ("difference", "应检机构48家，3家已停办，实检44家。", [48, 3], 44, False),
    ("difference", "在册教师1286人，今年流失42人，现有1244人。", [1286, 42], 1244, True),
    ("difference", "累计入账126.5万元，划拨98.2万元，账户余额28.3万元。", [126.5, 98.2], 28.3, True),
    ("difference", "资金共864万元。实际支出812万元，执行率94%。未支出的52万元结转下年。", [864, 812], 52, True),
    ("difference", "C级90栋\nD级30栋\nD级校舍已封停，其中18栋拆除，剩余13栋明年拆除。", [30, 18], 13, False),
    ("difference", "寄宿生860人，床位740张，有120名学生打地铺。", [860, 740], 120, True),
    # What stood there and what came in is what there is to spend.
    ("sum", "年初结余26.4万元，本年收入87.3万元，可用资金113.7万元。", [26.4, 87.3], 113.7, True),
    ("sum", "年初结余26.4万元，本年收入87.3万元，可用资金117.3万元。", [26.4, 87.3], 117.3, False),
    # Each number with its total beside it.
    ("product", "春季资助210人31.5万元，秋季资助215人32.25万元，每人1500元。", [210, 0.15], 31.5, True),
    ("product", "春季资助210人31.5万元，秋季资助215人33.25万元，每人1500元。", [215, 0.15], 33.25, False),
    ("product", "一等奖20人，每人1250元，2.5万元；二等奖48人，每人750元，3.6万元。", [48, 0.075], 3.6, True),
    ("product", "一等奖20人，每人1250元，2.5万元；二等奖48人，每人750元，3.8万元。", [48, 0.075], 3.8, False),
    ("product", "小学送教46人，每人送教20次，共送教902人次。", [46, 20], 902, False),
    ("product", "送教上门63名。\n全年为每名送教对象送教20次，合计1260人次。", [63, 20], 1260, True),
    # One of many, for so many.
    ("average", "在校生8640人，校医24名，平均每名校医服务630名学生。", [8640, 24], 630, False),
    ("average", "寄宿生9600人。宿舍面积2.88万平方米。生活老师120名，平均一名老师照看80个孩子。", [9600, 120], 80, True),
    ("average", "学生用机980台，教师用机372台。学生5880人，平均每6人一台学生机。", [5880, 980], 6, True),
    ("average", "学生用机980台，教师用机372台。学生5880人，平均每5人一台学生机。", [5880, 980], 5, False),
    ("average", "心理教师38人，在校生45600人，平均每1200名学生1名心理教师。", [45600, 38], 1200, True),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "parts", "total", "holds"), RELATIONS)
def test_it_reads_what_the_words_assert(kind: str, text: str, parts: list[float], total: float, holds: bool) -> None:
    assert (kind, parts, total, holds) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        # Some are told nowhere, or not with figures.
        "毕业生4300人，其中就业2236人，升学1420人，自主创业的也不少，就业率93.5%。",
        "参赛作品96件，获一等奖8件、二等奖15件，获奖率46.9%。",
        # All there are: the rate is told of others.
        "教职工41人，其中教师35人，工勤6人，学历合格率97.6%。",
        # What went and what came.
        "在册教师1286人，今年流失42人，补充36人，现有1280人。",
        "收到作品286件，剔除重复的14件，一等奖10件。",
        # A bound, another thing, a rate that changed.
        "送教学生46人，每人送教20次以上，全年送教1260人次。",
        "送教学生46人，每人送教2次，培训教师302人次。",
        "春季资助210人31.5万元，秋季资助215人43万元，标准由每人1500元提高到2000元。",
        "学校84所，已建成食堂63所，覆盖率75%，明年再建12所，覆盖率可达90%以上。",
        "年初结余12万元，本年收入86万元，上级补助30万元，可用资金128万元。",
    ],
)
def test_it_calls_nothing_wrong_that_may_be_right(text: str) -> None:
    assert all(holds for *_, holds in told(text))

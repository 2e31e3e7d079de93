"""Sums told by sentences that hold nothing but a whole and its parts, in whatever words."""

from __future__ import annotations

import pytest
from audit_linear import takes_linear_time
from audit_sums import told


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        # A word of sums behind the parts.
        ("东部片区31所、西部片区{}所，合在一起67所学校接受了复查。", 36, 63),
        ("校本课程{}节、地方课程4节、劳动课3节，三类相加16节。", 9, 8),
        ("骨干教师补录{}人，返聘教师27人，小计68人。", 41, 61),
        ("一期工程18栋、二期工程{}栋、三期工程45栋，构成了全县84栋校舍的新格局。", 21, 51),
        ("学生食堂A级占31.4%、B级占{}%、C级占9.3%，三者之和为100%。", 59.3, 53.9),
        ("今年新建实验室38间，连同前几年建成的{}间，我县实验室已有164间。", 126, 129),
        ("投资合计=主体{}万元+装修640万元+附属210万元=2700万元。", 1850, 1580),
        # A whole told alone, a clause for each of its parts in the next sentence; the same the other way round.
        ("全年共慰问教师{}人。老教师38人，多为独居；困难教师27人；住院教师14人。", 79, 97),
        ("公开竞聘{}人，其中女性9人；组织选派18人，均为骨干；交流任职23人。三年共调整校长66人。", 25, 52),
        (
            "选派{}人次听课，选派318人次跟岗，花费32万元；组织县内研修2160人次、校内研修4875人次。全年累计研修7599人次。",
            246,
            264,
        ),
        # What is told as nouns, in brackets of its own, by what it was all taken from.
        ("全镇有护学志愿者{}人，村里派出的48人，家长轮值的36人，学校自聘的21人。", 105, 150),
        ("本次抽查食堂{}个：东乡（14个）、西乡（9个）、南乡（8个）。", 31, 30),
        ("关闭校外培训点{}个，合并培训部7个，共压减机构23个。", 16, 17),
        ("除寄宿制学校{}所外，还有走读小学28所、走读初中9所、民办学校4所，学校总数56所。", 15, 16),
        ("全区设3个赛点，一中赛点{}个赛场，二中赛点18个赛场，四中赛点15个赛场，全区赛场总数为59个。", 26, 27),
        # The parts are all there is by their words.
        ("上半年走访{}户，下半年走访318户，全年走访730户。", 412, 421),
        ("老教师座谈会上发言的共57人，男的{}人，女的23人。", 34, 43),
        ("慰问金36.5万元，慰教21.4万元、慰学{}万元。", 15.1, 11.5),
        ("获赠电脑{}台分给三所小学，松岭小学120台，柏坪小学95台，竹溪小学60台。", 275, 257),
        ("县教育工会有在职会员{}人，会员共1460人，另外218人为退休会员。", 1242, 1224),
        ("今年共遴选学员152人，语文组48人，数学组{}人，其余63人为其他学科。", 41, 47),
        ("有专职校医{}名，另请兼职17名，校医队伍65名。", 48, 84),
    ],
)
def test_a_sentence_of_a_whole_and_its_parts_is_a_sum_right_and_wrong(text: str, right: float, wrong: float) -> None:
    assert [holds for *_, holds in told(text.format(right))] == [True]
    assert [holds for *_, holds in told(text.format(wrong))] == [False]


@pytest.mark.parametrize(
    ("text", "parts", "total"),
    [
        ("秋季入园630人（全年1285人），春季入园655人。", (630, 655), 1285),
        ("县外教师214人，与县内教师合计1980人（县内1766人）。", (214, 1766), 1980),
        ("男生312人。全校学生649人。女生337人。", (312, 337), 649),
        ("保育员、厨师、保安分别有64、118、95人，幼儿园后勤人员277人。", (64, 95, 118), 277),
        ("覆盖北岭（6所）、南坪（11所）、中渡（8所）三个乡镇共25所学校。", (6, 8, 11), 25),
        ("甲校、乙校各有校车3辆，丙校有5辆，合计11辆。", (3, 3, 5), 11),
        # Projects by how far they are, with other figures between.
        ("规划维修项目163个，面积8.4万平方米，竣工141个，在建15个，未开工7个。", (7, 15, 141), 163),
        # Shares of a share.
        ("有14.6%的学校达到示范级，其中8.1%在城区，4.2%在镇区，2.3%在乡村。", (2.3, 4.2, 8.1), 14.6),
        # The last part is counted by another word.
        ("共计74个比赛项目。其中，高中31个赛项、初中42个赛项、展演1项。", (1, 31, 42), 74),
        # A round figure that is passed is no whole; the list goes on with another part in a smaller unit.
        (
            "今年到位资金3.416亿元，首次超过3亿元。\n其中，寄宿制学校1.284亿元，惠及32所；薄弱学校1.352亿元；教学点7800万元。",
            (0.78, 1.284, 1.352),
            3.416,
        ),
        # Other matters behind the list, told as stages of works.
        (
            "栽植绿化带7.43万平方米，其中校园6.3万平方米、路旁1.05万平方米、其它750平方米；操场前期完成1.6万平方米，在建3.9万平方米。",
            (0.075, 1.05, 6.3),
            7.43,
        ),
        # The total is told again in round figures before its list.
        ("全市有41286名学生参加体检。在4.13万名体检学生中，小学生25107人，初中生16179人。", (16179, 25107), 41286),
    ],
)
def test_a_whole_is_found_wherever_it_stands(text: str, parts: tuple[float, ...], total: float) -> None:
    assert told(text) == [(parts, total, True)]


def test_the_changes_beside_the_parts_come_to_that_of_the_whole() -> None:
    text = (
        "报名5210人，较上年增加318人，其中文科1840人，较上年增加205人，理科2930人，较上年增加152人，"
        "艺体440人，较上年减少39人。"
    )
    assert ((-39, 152, 205), 318, True) in told(text)


def test_a_part_misprinted_by_one_digit_of_a_long_figure_is_told() -> None:
    text = "全县校舍建筑面积214387.6平方米，其中小学148262.3平方米，中学36125.3平方米。"
    assert told(text) == [((36125.3, 148262.3), 214387.6, False)]


def test_a_total_row_without_a_head_is_read() -> None:
    text = "总计\t1640人\n一小\t720人\n二小\t520人\n三小\t400人"
    assert told(text) == [((400, 520, 720), 1640, True)]


@pytest.mark.parametrize(
    "text",
    [
        # Another whole than that of the figures beside it.
        "省级资金700万元，县级资金300万元，已支付资金总额900万元。",
        "小学教师1820人，初中教师960人，全县共有教师3900人。",
        "2019年投入120万元，2020年投入140万元，四年累计投入560万元。",
        # Means, differences, what came back.
        "城区教师平均每周上课16节，而乡镇教师每周11节，城区教师多出4节。",
        "共发教师问卷31份，全部收回；学生问卷发出150份，共收回有效问卷121份。",
        "人均住房18平方米，生均用房9平方米，师均办公8平方米。",
        # An open list of a figure told loosely.
        "全县共有700余名教师受到表彰。其中，优秀教师15人、优秀校长2人，先进个人136人。",
        # Another unit beside what is counted; lists that say nothing of being complete.
        "上半年督导46校次。下半年督导58校次，下发整改书21份。全年共督导104校次。",
        "开设语文6课时，数学5课时，英语4课时，总课时28课时。",
        "今年共补充教师96名。公开招聘45名；发放补助30元；安置公费师范生12名；选调8名。",
        "校点总数101个，其中小学45所，初中16所。",
        # No word joins two sentences: nothing is said of what does not come out.
        "参加合唱的学生460人，场面热烈。女生210人，男生230人。",
    ],
)
def test_figures_that_look_alike_and_assert_nothing_are_left_alone(text: str) -> None:
    assert told(text) == []


def test_a_list_of_a_part_that_is_misprinted_itself_is_not_held_against_the_whole() -> None:
    text = (
        "全县校舍总面积95200平方米。校舍面积中，教室61400平方米，宿舍33800平方米（小学14300平方米，中学13500平方米），"
        "食堂3200平方米。"
    )
    assert ((3200, 33800, 61400), 95200, False) not in told(text)


def test_it_takes_linear_time() -> None:
    sentence = "东部片区31所、西部片区36所，合在一起67所学校接受了复查。男生312人。全校学生649人。女生337人。"
    takes_linear_time(lambda times: told(sentence * times), 100)

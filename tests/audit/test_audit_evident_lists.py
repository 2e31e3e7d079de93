"""The second reading of lists that come to no figure: which were meant to, and which are open."""

from __future__ import annotations

import pytest
from audit_second_reading import Told, told

ADMITTED = "新招普通高中3360人，中职1840人。招生计划由市局下达。\n{}县一中1120人，县二中980人，民族中学660人，{}。"
AGES = "30岁及以下212人，31至40岁386人，41至50岁402人，51岁及以上268人。"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Under a title that names what was told before.
        (ADMITTED.format("1.普通高中。", "实验高中610人"), ([1120, 980, 660, 610], 3360)),
        # All steps of a scale, from end to end.
        ("专任教师1186人。各校师资结构有所改善。\n" + AGES, ([212, 386, 402, 268], 1186)),
        ("专任教师1186人，" + AGES, ([212, 386, 402, 268], 1186)),
        ("专任教师1186人，其中本科及以上312人，大专592人，中专及以下37人。", ([312, 592, 37], 1186)),
        # Close to it, right behind it.
        ("招新生1450人，文科386人，理科642人，艺术318人，体育124人。", ([386, 642, 318, 124], 1450)),
        # Announced as all there is; all of a bracket.
        ("全年招收新生1450人，分别为：文科386人，理科642人，艺术318人，体育124人。", ([386, 642, 318, 124], 1450)),
        ("现有教职工1450人：高级教师386人，一级教师642人，二级教师318人，未定级124人。", ([386, 642, 318, 124], 1450)),
        ("排查校舍1286栋（A级412栋、B级386栋、C级288栋、D级180栋）。", ([412, 386, 288, 180], 1286)),
        # Closed by the rest.
        ("课外活动参加学生1286人：篮球312人，足球286人，合唱228人，其余470人。", ([312, 286, 228, 470], 1286)),
        ("参加统测的学校286所。\n评为优秀的112所，良好的94所，其余的89所。", ([112, 94, 89], 286)),
        # Made up of two by its very name.
        ("全县高中阶段学校18所，其中普通高中9所，职业学校7所。", ([9, 7], 18)),
        ("全县义务教育学校44所，其中小学30所，初中12所。", ([30, 12], 44)),
        # Two named alike behind a total.
        ("学生用计算机和教师用计算机共计3820台，学生用机2960台，教师用机840台。", ([2960, 840], 3820)),
        # Two digits of a total told behind its parts swapped.
        ("篮球社312人，足球社286人，合唱团228人，围棋社186人。社团学生共计1021人。", ([312, 286, 228, 186], 1021)),
        # Of two, where the long total has two digits swapped.
        ("需资金33.04万元，中央补助28.62万元，县级配套4.24万元。", ([28.62, 4.24], 33.04)),
        # Of the names of its parts, close to it, up to the next 其中.
        ("招聘教师168名，集中培训两周。高中教师22名，初中教师47名，小学教师68名，幼儿教师30名。",
         ([22, 47, 68, 30], 168)),
        ("去年新进教师467人，其中特岗212人，公招135人，引进118人；减员523人，其中退休386人，调出117人，辞职20人。",
         ([212, 135, 118], 467)),
    ],
)  # fmt: skip
def test_a_list_that_was_meant_to_come_out_is_wrong(text: str, found: tuple[list[float], float]) -> None:
    assert [one for one in told(text) if not one[3]] == [("sum", *found, False)]


@pytest.mark.parametrize(
    "text",
    [
        # Under another title, and under this one far from it.
        ADMITTED.format("1.后勤保障。", "实验高中610人"),
        ADMITTED.format("1.普通高中。", "实验高中350人"),
        # Some steps of a scale.
        "专任教师1186人。各校师资结构有所改善。\n30岁及以下212人，31至40岁386人，41至50岁402人。",
        "专任教师1186人，30岁及以下212人，51岁及以上286人。",
        # Open lists: some of the kinds, of the grades, of the clubs.
        "全年招收新生1450人，涉及文科386人，理科642人，艺术118人。",
        "教师1286人（骨干412人、党员386人）。",
        "课外活动共有学生1286人，篮球312人，足球286人，合唱228人。",
        "参加统测的学校286所，优秀112所，良好94所，其余60所。",
        # Kinds that lie across each other, what was due, what is wanting.
        "全县义务教育学校44所，其中寄宿制小学10所，九年一贯制学校12所。",
        "应招新生1450人，文科386人，理科642人，艺术318人，体育124人。",
        "现有教师1450人，高级386人，中级642人，缺编124人，上年318人。",
        "现有教师1450人，高级386人，中级642人，骨干教师124人，研究生318人。",
    ],
)
def test_an_open_list_does_not_fail(text: str) -> None:
    assert told(text) == []


def test_a_misprinted_total_is_read_in_the_sentence_of_its_parts() -> None:
    text = "篮球社312人，足球社286人，合唱团228人，围棋社186人，社团学生共计1021人。"
    assert told(text) == [("sum", [312, 286, 228, 186], 1021, False)]


def test_a_whole_told_behind_some_of_its_parts_does_not_fail() -> None:
    text = "公办在园幼儿4860人，普惠民办园在园幼儿3640人，全县在园幼儿共10000人。"
    assert told(text) == []


def test_names_that_lie_across_each_other_divide_nothing_in_a_bracket() -> None:
    assert told("教职工1286人（骨干412人、党员896人）。") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Kinds in one row with their total.
        ("高中7所，普通高中2所，职业高中2所，综合高中3所。", [("sum", [2, 2, 3], 7, True)]),
        ("全市学校9所，小学4所，初中3所，高中2所。", [("sum", [4, 3, 2], 9, True)]),
        # A list some of which is added up once more behind it.
        ("投入资金4826万元。其中校舍维修1935万元，设备购置1648万元，教师培训1243万元，前两项合计3583万元。",
         [("sum", [1935, 1648, 1243], 4826, True), ("sum", [1935, 1648], 3583, True)]),
        ("课后服务参加1132人，篮球312人，足球286人，合唱228人，围棋306人，篮球和足球共计598人。",
         [("sum", [312, 286, 228, 306], 1132, True), ("sum", [312, 286], 598, True)]),
        # What was divided is divided once more.
        ("下达生均公用经费2860万元。小学1460万元、初中1400万元。\n维修460万元，设备1200万元，培训680万元，水电520万元。",
         [("sum", [1460, 1400], 2860, True), ("sum", [460, 1200, 680, 520], 2860, True)]),
        # A total behind a change divides the change.
        ("去年新进教师467人，其中特岗212人，公招255人；减员523人，其中退休386人，调出137人。",
         [("sum", [212, 255], 467, True), ("sum", [386, 137], 523, True)]),
    ],
)  # fmt: skip
def test_a_list_is_read_with_what_it_comes_to(text: str, found: list[Told]) -> None:
    assert sorted(told(text)) == sorted(found)


@pytest.mark.parametrize(
    "text",
    [
        # Of other matters, small; of several kinds at once.
        "高中8所，省级示范高中2所，市级示范高中1所，民办高中5所。",
        "高中9所，支教教师4所，园林单位3所，平安校园2所。",
        "园长培训9人，外出观摩4人，民办3人，挂职2人。",
        # Round figures come to round ones.
        "今年投入1200万元用于改厕。绿化200万元，添置设备400万元，奖励600万元。",
        "全年安排资金3000万元，惠及师生。购置图书500万元，改造食堂1000万元，捐赠1500万元。",
        # One of a row is no total of others.
        "中职实习生有机电100人、护理360人、保育100人、汽修200人、园林160人。",
        # Figures told of two matters, with no names of their own.
        "31人参加送课，27人到海岛听课；1人获评，3人获评，均为县级。",
        "63人参赛。40人获校级奖；8人获县级奖，15人获市级奖。",
    ],
)
def test_figures_that_come_out_by_accident_are_no_list(text: str) -> None:
    assert told(text) == []


def test_the_first_of_a_row_is_no_total_of_the_next_two() -> None:
    assert told("护理专业360人、保育200人、机电160人、汽修300人。") == []


def test_two_lists_of_one_sentence_do_not_run_into_each_other() -> None:
    found: list[Told] = told("小学教师812人：男312人，女500人；初中教师540人：男268人，女272人。")
    assert sorted(found) == [("sum", [268, 272], 540, True), ("sum", [312, 500], 812, True)]

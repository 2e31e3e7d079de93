"""Sums of lists that go on past their total, leave a unit out, tell shares between, or stand in columns abreast."""

from __future__ import annotations

import pytest
from audit_linear import takes_linear_time
from audit_sums import told


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        # The last part is of the list's own family and stands in its row, though the list comes out without it.
        ("四年来改建学校31所，其中幼儿园{}所，小学9所，初中3所，普通高中1所。", 18, 19),
        # What stands behind a semicolon and is more than the total is no part.
        ("全市有中学41所，其中完全中学5所，职业中学3所，初级中学{}所；小学316所。", 33, 32),
        # A mean is no part.
        ("全县有平板电脑4286台，其中教师用机1386台，学生用机{}台，平均每14名学生一台。", 2900, 2910),
        # A unit told once, or left out once.
        ("校舍面积38.42万平方米，其中框架9.15、砖混{}万平方米、砖木2.07万平方米，另有板房0.2万平方米。", 27.2, 27.5),
        ("全县有学校286所，其中完全中学3所，初级中学24所，小学{}，教学点51个，幼儿园42所。", 166, 168),
        # Ages as names, a unit left out between.
        ("3岁儿童摸底：3岁1416人；4岁{}；5岁1487人合计4366人。", 1463, 1493),
        # Of whom all are told.
        ("全区培训机构96家，到9月底已全部处置到位，其中注销58家、转为非学科类29家、转为公益机构{}家。", 9, 5),
        # Kinds by their endings, in brackets.
        ("建成智慧食堂86个（自选式47个、套餐式{}个）。", 39, 31),
        # A subject that a clause divides, and one opened by 由.
        ("在编教职工5188人，其中专任教师4906人；专任教师中幼儿园512人，小学2143人，初中1394人，高中{}人。", 857, 757),
        ("全镇留守儿童1318人。留守儿童中，由外祖父母照看的917人，父母一方在家的301人，无人照看的{}人。", 100, 150),
        # What some of a part have.
        (
            "全县老年学校共有412所。其中，县级老年学校1所，达到省级标准；乡镇老年学校14所，有6所达到市级标准；村级教学站{}所。",
            397, 396,
        ),
        # Figures told for several.
        ("总投资3816.4万元，其中中央2600万元，省级616.4万元，市、县分别配套资金{}万元。", 300, 310),
        ("全市计划招收定向生4216人，其中城区2416人，其他6个县各{}人。", 300, 310),
        # Persons have one title each.
        ("全校教师58人，其中高级教师14人，一级教师27人，二级教师12人，未评职称{}人。", 5, 9),
        # A total that names the two it is made of.
        ("有中学教职工1512人，其中教师1341人；小学教职工3386人，其中教师3290人，中小学教职工共{}人。", 4898, 4868),
        # The staff of a school told before its pupils.
        ("现有教职工34人，学生约412名，共10个班。其中校长3人，教师23人，校医5人，司机1人，厨工{}人，大专9人。", 2, 3),
        # Places of learning are counted in another unit than schools.
        ("新建幼儿园4所，高中1所，新增幼儿园学位720个，小学学位{}个，高中学位900个，累计新增学位3260个。", 1640, 1600),
    ],
)  # fmt: skip
def test_a_list_of_one_sentence_is_a_sum_right_and_wrong(text: str, right: float, wrong: float) -> None:
    held = [holds for *_, holds in told(text.format(right))]
    assert held
    assert all(held)
    assert [holds for *_, holds in told(text.format(wrong))].count(False) == 1


@pytest.mark.parametrize(("part", "holds"), [(1886, True), (1868, False)])
def test_parts_whose_shares_leave_nothing_over_are_all_of_their_whole(part: int, holds: bool) -> None:
    text = (
        "全县在校生48210人，其中随迁子女7214人。随迁子女中，小学生5020人，初中生2194人；"
        f"省内转入的5328人，占73.9%，省外转入的{part}人，占26.1%。"
    )
    assert (tuple(sorted((5328, part))), 7214, holds) in told(text)


@pytest.mark.parametrize(
    ("staff", "pupils", "expected"),
    [(1412, 23180, [True, True]), (1442, 23180, [False, True]), (1412, 23810, [True, False])],
)
def test_columns_beside_a_list_told_clause_by_clause(staff: int, pupils: int, expected: list[bool]) -> None:
    text = (
        f"全县有各类学校148所，教职工{staff}人，在校学生{pupils}人。其中小学121所，教职工816人，学生14216人；初中23所，"
        "教职工442人，学生7018人；高中3所，教职工118人，学生1946人；教师进修学校1所，教职工36人。"
    )
    found = {total: holds for _, total, holds in told(text)}
    assert [found[148], found[staff], found[pupils]] == [True, *expected]


@pytest.mark.parametrize(
    "text",
    [
        "改建学校31所，其中幼儿园18所，小学9所，初中4所，教学点6个。",
        "全县有中学36所，其中完全中学4所，初级中学32所；小学214所。",
        "全县有平板电脑4286台，其中教师用机1386台，学生用机2900台，平均14名学生一台。",
        "全区食堂126个，已全部实行明厨亮灶，其中示范食堂84个，星级食堂22个。",
        "全县留守儿童1297人。留守儿童中，由祖父母照看的873人，有心理问题的94人。",
        "全县专任教师3126人；专任教师中骨干教师612人，学科带头人215人，特级教师8人。",
        "全县教职工4315人。其中小学教师2618人，学历达标的1168人，占44.6%；中学教师1136人，学历达标的408人。",
        "今年毕业4618人，升入高中2487人，占53.9%，升入中职1856人，占40.2%。",
        "全县314个行政村，有幼儿园的村236个，其中独立办园181所，联合办园41所服务89个村。",
        "全县发放补助382.6万元，其中县财政120万元，乡镇配套56.4万元。",
        "申报课题306项，其中县级214项、市级73项、省级19项，立项分别为162项、38项、7项。",
    ],
)
def test_what_looks_like_such_a_list_does_not_fail(text: str) -> None:
    assert all(holds for *_, holds in told(text))


@pytest.mark.parametrize(
    "piece",
    [
        "小学生412人，占41.2%，初中生588人，占58.8%，",
        "在编教师86人；在编教师中小学46人，初中30人，高中10人；",
        "其中小学21所，教职工816人，学生4216人；初中3所，教职工118人，学生1946人；",
        "中学教职工147人，其中教师126人；小学教职工351人，中小学教职工共498人；",
    ],
)
def test_such_lists_are_read_in_linear_time(piece: str) -> None:
    takes_linear_time(lambda times: told(piece * times), 320)

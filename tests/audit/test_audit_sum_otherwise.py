"""Lists that fail as they were read first and come out another way; sentences named by what they divide."""

from __future__ import annotations

import pytest
from audit_linear import takes_linear_time
from audit_sums import told


@pytest.mark.parametrize(
    ("text", "parts", "total"),
    [
        # What is counted by another unit in the row.
        ("剪纸作品418件，泥塑作品236件，校园短剧7部，共计661件（部）。", (7, 236, 418), 661),
        # The clause of a figure that stands nearer, the list going on with another matter.
        (
            "三年间村小从186所减到131所，减少55所。减少的村小中，停办32所，改为幼儿园14所，合入镇小9所；教学点停办41个。",
            (9, 14, 32), 55,
        ),
        # The bracket behind a part of another unit.
        ("运动员住宿：自带帐篷的选手116人、借住教室的203人、家庭套间46间（131人）、其他选手88人，共538人。",
         (88, 116, 131, 203), 538),
        # Every second figure.
        ("党员教师86人结对264人，团员教师41人结对97人，退休教师23人结对58人，共结对419人。", (58, 97, 264), 419),
        # The heads of the clauses.
        (
            ("支出：燃气38.6万元，其中液化气12.2万元、管道气26.4万元；被服21.7万元（棉被310床）；书籍9.4万元；"
            "用车18趟6.3万元；合计76.0万元。"),
            (6.3, 9.4, 21.7, 38.6), 76,
        ),
        # Rates go on: they are no parts.
        (
            ("2018年以来发放补助728.5万元，其中2018年206.3万元，2019年241.8万元，2020年280.4万元，"
            "每生标准由每年1.2万元提到1.5万元。"),
            (206.3, 241.8, 280.4), 728.5,
        ),
        # A rate behind the list, though rounding would take it in.
        ("藏书98.4万册，其中小学藏书51.3万册，初中藏书30.6万册，高中藏书16.5万册，生均图书小学17.2册、初中25.8册。",
         (16.5, 30.6, 51.3), 98.4),
        # A figure that counts what the next is told of; what stands in the row before the list.
        ("考场198个，其中一中考点40个考场，二中考点34个，实验中学考点52个，其余4个乡镇考点72个。",
         (34, 40, 52, 72), 198),
        ("我镇辖1所初中、1所中心小学、7所村小和5个教学点，共14个教学单位。", (1, 1, 5, 7), 14),
        # One figure for each of the names right before it.
        ("全校29个班（一、二年级各6个班，三年级5个班，四、五、六年级各4个班）。", (4, 4, 4, 5, 6, 6), 29),
    ],
)  # fmt: skip
def test_it_reads_a_list_the_way_it_comes_out(text: str, parts: tuple[float, ...], total: float) -> None:
    found = told(text)
    assert (parts, total, True) in found
    assert all(holds for *_, holds in found)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        # Sentences that begin with the name of their whole.
        ("外来务工子女2316人，占12%。外来务工子女在公办学校就读2104人；在民办学校就读{}人。", 212, 222),
        ("全园专任教师61人，保育员24人。专任教师中本科22人，专科{}人，中专5人，持证59人。", 34, 36),
        # A cut announced by its title, beside one that comes out.
        ("全县校车212辆（专用168辆、非专用44辆）。车主性质：学校自有86辆，客运公司84辆，个人{}辆。", 42, 52),
        # Right behind its whole and a colon, beside two others.
        ("教职工71人，其中专任教师64人：高级9人，一级31人，二级{}人；本科47人，专科17人；男26人，女38人。", 24, 23),
        # Rows in a paragraph of their own.
        (
            ("本次共筛查学生9318人。\n总体情况：视力不良4846人。\n分学段：小学筛查5162人，视力不良2006人；"
            "初中筛查2738人，视力不良{}人；高中筛查1418人，视力不良981人。"),
            1859, 1959,
        ),
        ("民办学校食堂52个（承包36个、自营{}个）。", 16, 14),
    ],
)  # fmt: skip
def test_a_sum_of_a_named_whole_is_read_right_and_wrong(text: str, right: float, wrong: float) -> None:
    assert all(holds for *_, holds in told(text.format(right)))
    assert len(told(text.format(right))) >= len(told(text.format(wrong)))
    assert [holds for *_, holds in told(text.format(wrong))].count(False) == 1


@pytest.mark.parametrize(
    ("text", "parts", "total"),
    [
        ("参赛选手1126人，其中小学选手418人，初中选手362人，高中选手346人。高中选手中田径128人，球类136人，游泳82人。",
         (82, 128, 136), 346),
        ("B级412栋38.26万平方米，C级96栋7.42万平方米，D级38栋2.16万平方米。C、D级合计134栋、9.58万平方米。",
         (2.16, 7.42), 9.58),
    ],
)  # fmt: skip
def test_a_sum_of_a_named_whole_is_read_where_it_comes_out(text: str, parts: tuple[float, ...], total: float) -> None:
    assert (parts, total, True) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        # A total behind another list, which comes out.
        "校医93人，其中专职26人、兼职67人，培训3期共81人。",
        # Shortages are no parts of a plan.
        "计划招聘80名，语文、数学、体育分别缺31、26、19名。",
        # A bracket that tells what is not in the figure; a clause that tells something besides.
        "各类学校412所（另有教学点268个、培训机构301个）。",
        "编制内共有97人：机关29人，教研室22人，招生办10人，电教站8人，进修校28人；另有借用12人，公益岗3人。",
        # Those who did not go on are told of nowhere.
        "今年初中毕业3618人，其中升入普通高中1987人，升入中职1456人，五年制高职83人。",
        # A clause told as the whole is; money paid out of it; what is left over.
        "普通高中录取141人，其中一中56人，体艺生13人；中职录取84人。",
        "下达生活补助782万元，其中中央476万元、省级184万元，市县按比例配套；秋季学期已发放218.6万元。",
        "师训经费全年支出97.8万元，其中培训费54.2万元，差旅费21.6万元，资料费11.0万元，还结转下年11.4万元。",
        # Rows of lines, each with its title.
        "各校捐款：\n一中：教师21600元，学生38420元；\n二中：教师18400元，学生29860元；\n职中：教师9600元。",
        # What divides the part before it; sentences that may leave some out.
        "教师4126人，其中农村3018人；近五年补充862人，2016年148人，2017年172人，2018年169人，2019年186人，2020年187人。",
        (
            "全市共有各级各类学校862所，在校学生31.2万人。幼儿园396所，在园幼儿6.8万人；小学294所，在校生13.1万人；"
            "初中118所，在校生6.4万人；普通高中31所，在校生3.6万人。"
        ),
        "稿费奖励5.86万元，其中市级每篇900元、县级300元、校级100元。",
    ],
)
def test_what_may_be_read_another_way_does_not_fail(text: str) -> None:
    assert all(holds for *_, holds in told(text))


def test_reading_otherwise_takes_linear_time() -> None:
    clause = "剪纸418件，泥塑236件，短剧7部，共计691件。教师中本科22人，专科34人。"
    takes_linear_time(lambda size: told(clause * (size // len(clause))), 40_000)


def test_a_part_the_others_come_to_by_accident_is_a_part() -> None:
    # 21 and 197 make 218, but primary and middle schools are no kindergartens.
    assert ((21, 197, 218), 432, False) in told("全县共有学校432所，其中幼儿园218所，小学21所，初中197所。")


def test_a_list_ends_where_the_like_of_its_whole_is_told() -> None:
    text = "学生158人，其中听障29人，智障104人，自闭症15人；教职工46人，专任教师41人。"
    assert ((15, 29, 104), 158, False) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "按生均小学720元、初中940元的标准，春季拨付二分之一，即小学360元、初中470元。",
        "四年共交流干部87人、骨干教师412人，其中派往成员校的分别为61人和268人，到核心校跟岗的分别为26人和144人。",
    ],
)
def test_rates_and_one_of_several_pairs_are_no_whole(text: str) -> None:
    assert all(holds for *_, holds in told(text))


def test_a_whole_with_a_0_too_many_is_not_left_open() -> None:
    text = "改造总投资17320.54万元，包括土建596.00万元、设备671.72万元、其他464.82万元。"
    assert [(total, holds) for _, total, holds in told(text)] == [(17320.54, False)]

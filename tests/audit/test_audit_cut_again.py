"""Small wholes cut more than once, closed by what stands beside them, or named by their parts; their look-alikes."""

from __future__ import annotations

import pytest
from audit_linear import takes_linear_time
from audit_second_reading import told


def sums(text: str) -> list[tuple[list[float], float, bool]]:
    """Return the sums of a text: parts in order of size, total, whether they hold."""
    return [(sorted(parts), total, holds) for kind, parts, total, holds in told(text) if kind == "sum"]


@pytest.mark.parametrize(
    ("text", "right", "wrong", "parts", "total"),
    [
        # Cuts of one staff behind each other, with what is told of some and other figures between.
        ("班额36人；教师21人，女教师13人，本科14人，专科7人，一级教师12人，高级教师{}人。", 9, 10, [12], 21),
        ("专任教师27名。其中，硕士1名，本科20名，专科6名，高级教师7名，一级教师12名，二级教师{}名。", 8, 9,
         [7, 12], 27),
        ("收回有效问卷518份，回收率96%。其中男生270名，女生248名，七年级180名，八年级172名，九年级{}名。", 166, 186,
         [172, 180], 518),
        ("教师24人，本科17人，专科7人，第一学历本科9人，专科{}人。", 15, 16, [9], 24),
        # The same kinds are all of the whole beside it.
        ("全校有教学班26个，其中小学18个，初中{}个；学生1190人，其中小学生812人，初中生378人。", 8, 6,
         [18], 26),
        # No class is of two stages.
        ("学校现有教学班29个，初中17个，高中{}个。", 12, 13, [17], 29),
        # The shares leave nothing out and name their whole.
        ("在园幼儿8640人，其中公办园{}人，占幼儿总数的55.3%；民办园3880人，占幼儿总数的44.7%。", 4760, 4690,
         [3880], 8640),
        # Brackets that some parts do not have.
        ("学生9560人（女4410人）。其中小学6120人（女2840人）；初中3240人（女{}人）；幼儿200人。", 1570, 1670,
         [2840], 4410),
    ],
)  # fmt: skip
def test_it_reads_cuts_that_leave_nothing_out(
    text: str, right: float, wrong: float, parts: list[float], total: float
) -> None:
    for value, holds in ((right, True), (wrong, False)):
        found = [one for one in sums(text.format(value)) if one[1] == total and set(parts) <= set(one[0])]
        assert [one[2] for one in found] == [holds]


@pytest.mark.parametrize(
    ("text", "parts", "total"),
    [
        ("在职教师17人，本科及以上13人，高级教师6人，一级教师11人。", [6, 11], 17),
        ("专任教师16人，全部持证。教师队伍里有4位小学高级教师、7位小学一级教师，以及5位代课教师。", [4, 5, 7], 16),
        ("编制9人。其中，正副股长各1人，办事员7人。", [1, 1, 7], 9),
        ("新建学校11所，其中初高中各2所，小学7所。", [2, 2, 7], 11),
        ("承办人大建议16件；政协提案21件，其中主办9件。37件建议提案全部答复。", [16, 21], 37),
        ("全县初中17所，在校生9800人。\n普通中学21所，其中高级中学4所，初级中学11所，九年一贯制学校6所。", [6, 11], 17),
        ("412所幼儿园全部开工，在建项目33个，占8%；竣工项目379个，占92%。", [33, 379], 412),
        ("就业生36.42万人。\n从去向看，进企业的25.11万人，占68.95%；个体经营4.2万人，占11.53%；升学7.1万人，占19.5%。",
         [4.2, 7.1, 25.11], 36.42),
        ("共有在校生96.4万人，其中高校8.1万人、高中阶段12.6万人、义务教育阶段61.5万人、在园幼儿14.2万人。",
         [8.1, 12.6, 14.2, 61.5], 96.4),
    ],
)  # fmt: skip
def test_it_reads_what_comes_out(text: str, parts: list[float], total: float) -> None:
    assert (parts, total, True) in sums(text)


def test_a_stage_holds_the_vocational_schools_told_before() -> None:
    text = (
        "共有教师6120人，其中中等职业学校310人、普通高中1520人、初中1830人、小学2110人、幼儿园350人；"
        "共有在校生96.4万人，其中高校8.1万人、高中阶段12.6万人、义务教育阶段61.5万人、在园幼儿7.2万人。"
    )
    assert ([7.2, 8.1, 12.6, 61.5], 96.4, False) in sums(text)


@pytest.mark.parametrize(
    "text",
    [
        # Other persons between; degrees or titles that leave some out; those above a step hold others.
        "教师20人，本科12人，专科8人，退休教师22人，其中高级15人，中级7人。",
        "教师50人，本科40人，专科10人，高级12人，一级20人。",
        "教师26人，男10人，女16人；其中党员9人，本科以上20人，大专7人。",
        # A staff has other kinds than the teachers of its stages.
        "教职工60人，其中高中教师20人，初中教师30人；学生824名，其中初中生575名，高中生249名。",
        # Schools of one stage are no parts of those of another.
        "全县有完全小学139所，公办幼儿园10所，私立幼儿园128所。",
        # Of one name, but another that attends is left out.
        "各校在校生43565人。幼儿园177所，在园幼儿5773人；小学58所，在校生32182人；中学14所，初中在校生10456人。高中在校生3435人。",
        # What is called a whole behind other figures is a whole of its own; praise is no division.
        "争取资金8.38亿元。其中，项目类资金6.05亿元；实施项目48个，建设面积8.97万平方米，总投资2.85亿元。",
        "现有教职工26人，其中专任教师18人。队伍结构优化，本科在读的有7人，大专学历的有16人，还有2名幼师。",
        # Told several times, over years, of a second degree, of what they teach: no cuts of the same persons.
        "教师20人，其中本科12人，专科8人，高级15人次，中级7人次参加培训。",
        "教师25人，本科15人，专科10人；近五年累计评聘高级10人，一级12人，二级5人。",
        "教职工50人，第一学历本科20人，专科30人，第二学历本科40人，研究生12人。",
        "教师15人，其中本科9人，专科6人，承担一年级5人，二年级5人，三年级6人课程。",
        "收回有效问卷300份，其中男140人，女160人，小学180人，初中125人，有5人跨学段任教。",
        # Pupils, places, leavers: what is all of the whole beside them is not all of these.
        "班级50个，其中小学30个，初中20个；学生2300人，小学1400人，初中880人。",
        "毕业生2000人，初中1300人，高中650人；招生1500人，初中900人，高中600人。",
        "学位2000个，小学1300个，初中600个；新增学位500个，小学300个，初中200个。",
        # Kinds told once, then by who runs them; kinds that lie across each other in brackets.
        "小学139所，公办幼儿园10所，民办128所。",
        "小学139所，公办园10所，民办园128所。",
        "学生4380人（寄宿1900人），其中小学3000人（寄宿800人）；留守儿童1200人（寄宿1150人）；随迁子女180人。",
        "全校共10个班，其中一至三年级各2个班，城乡结合部教学点各1个班，四年级3个班。",
    ],
)
def test_it_calls_nothing_wrong_that_only_looks_so(text: str) -> None:
    assert all(holds for *_, holds in told(text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("项目涉及8个县市区。其中，甲县新建3所，乙县新建1所，丙区新建1所，丁县新建3所，戊区新建2所。", [1, 1, 3, 3]),
        ("学校有教室8间，办公室3间，配有活动室1间、器材室1间、阅览室1间、实验室、仪器室各1间。", [1, 1, 1, 1, 1, 3]),
        ("其中甲县4个，乙区2个，丙县、丁区各1个。", [1, 1, 2]),
    ],
)
def test_it_adds_up_nothing_that_stands_beside_its_whole(text: str, parts: list[float]) -> None:
    assert parts not in [found for found, *_ in sums(text)]


def test_one_line_may_be_wider_than_those_that_were_wrapped() -> None:
    lines = (
        "第六章 教育经费与设施  第一节 教育经费  清末本县办学主要依靠学田租息，各乡另有捐助，数目多寡不一",
        "收支相抵略有结余。宣统元年教育经费收入3334两，其中产业租金2735",
        "两，存款利息112两，官款拨给147两，学生缴费100两，派捐75两，乐捐",
        "165两；支出2000两，其中薪金1400两，杂用600两，当年没有欠发的薪金",
        "民国初年改由县署统一管理，学田租息归入县教育款产处，各校按月请领",
        "不足部分由县库补助，遇荒年则减半发给，各校教员多有兼职，学生缴费",
        "也随之增减。",
    )
    assert ([75, 100, 112, 147, 165, 2735], 3334, True) in sums("\n".join(lines))


def test_line_ends_strewn_over_a_text_are_bridged() -> None:
    text = (
        "我园占地面积5000平方米\n，共设有15个班\n，另有专用感统训练室等场地\n。全园\n教职工38名，其中\n班级教师22名、"
        "保育员\n9名、保健医\n1名、后勤\n6名。全体员工持证上岗。"
    )
    assert ([1, 6, 9, 22], 38, True) in sums(text)


@pytest.mark.parametrize(
    "piece",
    [
        "教师21人，女13人，本科14人，专科7人，一级12人，高级9人，",
        "初级中学11所，九年一贯制学校6所。全县初中17所。",
        "建议16件，提案21件。37件建议提案办结。",
        "小学6120人（女2840人）；初中3240人（女1570人）；",
    ],
)
def test_a_long_text_of_one_kind_takes_linear_time(piece: str) -> None:
    takes_linear_time(lambda size: told(piece * (size // len(piece))), 24_000)

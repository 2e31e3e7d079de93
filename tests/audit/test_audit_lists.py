from __future__ import annotations

import pytest
from audit_linear import takes_linear_time
from audit_prose import ORDINARY
from hypothesis import given
from hypothesis import strategies as st

from junheng.audit.blanks import lists
from junheng.audit.model import Clean, Document


def clean_of(text: str) -> Clean:
    return Clean(Document("report.txt", text, ()), text, (0,), (0,))


def found(text: str) -> list[str]:
    return [one.rule for one in lists.find(clean_of(text))]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("一、主要做法\n重点抓好四项工作：一是建机制。二是强队伍。三是促规范。\n二、存在问题\n经费不足。", "announced"),
        (
            "一、成效\n表现在以下五个方面：\n1、投入增加。\n2、条件改善。\n3、质量提高。\n二、问题\n师资不足。",
            "announced",
        ),
        (
            "一、做法\n实现“三个转变”：一是变理念。二是变方法。三是变作风。四是变环境。\n二、打算\n继续努力。",
            "announced",
        ),
        ("一、做法\n采取3项措施：（1）定标准。（2）抓督查。\n二、问题\n无。", "announced"),
        ("1、加强领导。\n2、落实经费。\n2、强化队伍。\n4、严格督导。", "repeated"),
        ("1、加强领导。\n2、落实经费。\n4、严格督导。\n", "skipped"),
        ("（一）加强领导。\n（二）落实经费。\n（四）严格督导。\n", "skipped"),
        ("一是加强领导；二是落实经费；四是严格督导。", "skipped"),
        # Within one paragraph, that ends the text or not.
        ("全年办好五项工作：一是添经费；二是配教师；三是修校舍。", "announced"),
        ("做法有三条。我们坚持四个原则：一要公开，二要公平，三要公正。", "announced"),
        ("抓好三项工作：一是抓队伍。二是抓经费。\n其他工作正常。", "announced"),
        ("突出四项措施：（一）添经费；（二）配教师；（三）修校舍。", "announced"),
        ("突出四项措施：1.添经费；2.配教师；3.修校舍。效果很好。", "announced"),
        ("从四个方面入手：①添经费；②配教师；③修校舍。", "announced"),
        ("坚持三个原则：首先公开办理；其次公平对待。", "announced"),
        ("办好三项工作：其一，添经费；其二，配教师。", "announced"),
        ("做到五个“坚持”：一是坚持公开；二是坚持公平；三是坚持公正。", "announced"),
        ("办好两项工作：一是添经费；二是配教师；三是修校舍。", "announced"),
        ("办好五项工作：一是甲；二是乙；三是丙；三是丁；四是戊。", "repeated"),
    ],
)
def test_it_finds_lists_whose_numbers_do_not_fit(text: str, rule: str) -> None:
    assert found(text) == [rule]


@pytest.mark.parametrize("sentence", ORDINARY)
def test_it_finds_nothing_in_ordinary_prose(sentence: str) -> None:
    assert found(sentence) == []


@pytest.mark.parametrize(
    "text",
    [
        # Complete lists, one inside the other.
        "一、做法\n抓好三项工作：一是甲。二是乙。三是丙。\n（一）机制\n1、人。\n2、财。\n（二）队伍\n1、训。\n2、管。\n二、问题\n无。",
        # An extract that ends inside its list.
        "具体表现在以下六个方面：\n1.经费增加。\n2、队伍壮大。全县教职工…………",
        "主要抓了五项工作：一是建机制。二是强队伍。",
        # A number that lost its mark, or stands in the middle of a joined line.
        "1、宣传。\n2、培训。\n3督导到位。\n4、总结。",
        "1.优化布局，撤并学校1所2.改善条件3.提高质量",
        # Numbers that are no list.
        "1、2年级有学生300人。一、二年级有教师20人。3、4月份检查。",
        "全县有5个乡镇：一是甲镇，学生多。二是乙镇，学生少。\n二、其他\n无。",
        "主要在3个年级推开：一是三年级。二是四年级。\n二、其他\n无。",
        "2.5万名学生，3.2万平方米。1.2亿元，其中1.3亿元。",
        "一是抓建设，其次抓管理，三是抓质量。",
        "第一，加强领导；第二，落实责任。第一，人到位；第二，钱到位；第三，物到位。",
        # Lists that go on: in the next paragraph, in another style, without numbers.
        "办好四项工作：一是添经费；二是配教师。\n三是修校舍；四是保安全。",
        "办好三项工作：一是添经费；二是配教师。第三，修校舍。",
        "办好三项工作：一是添经费。二是配教师。\n（三）修校舍。",
        "办好三项工作：一是添经费；二是配教师。此外，还要修校舍。",
        "办好四项工作：一是添经费；二是配教师；修校舍；保安全。",
        "办好三项工作：一是添经费；二是配教师",
        # One list inside the other.
        "办好三项工作：一是甲，包括两个方面：一是人，二是钱；二是乙；三是丙。",
        "办好三项工作：一是抓队伍，做到两个到位：一是人到位；二是钱到位。二是抓经费。三是抓校舍。\n其他正常。",
        "办好三项工作：一是甲；二是乙；三是丙。做到两个到位：一是人到位；二是钱到位。",
        "办好三项工作：一是甲，做到两个到位：一是人到位；二是钱到位；三是物到位。",
        # What is counted is not what is listed, or only some of it is.
        "办好四项工程，主要做法：一是定标准；二是抓督查。",
        "办好四项工程主要做法：一是定标准；二是抓督查。",
        "落实“三项制度”：一是建台账；二是抓督查。",
        "从三个方面办好两项工作：一是添经费；二是配教师；三是修校舍。",
        "存在五个问题，主要是：一是缺人；二是缺钱。",
        "存在五个方面问题，其中突出的：一是缺人；二是缺钱。",
        "上述四个问题：一是缺人；二是缺钱；都已解决。",
        "第三项工作：一是添经费；二是配教师。",
        "推进“双减”“五项管理”：一是压作业；二是保睡眠。",
        "首先抓管理，其次抓队伍。其次还要抓经费。首先是人，再次是钱。",
        # A list that begins before the extract.
        "三、落实情况\n良好。\n五、下一步\n继续。",
    ],
)
def test_it_leaves_whole_lists_and_extracts_alone(text: str) -> None:
    assert found(text) == []


def test_it_says_how_many_were_announced_and_given() -> None:
    text = "一、做法\n突出三个重点：一是甲。二是乙。\n二、打算\n努力。\n三、其他\n无。\n"
    (one,) = lists.find(Clean(Document("a.txt", text, ()), text, (0,), (0,)))
    assert one.zh == "前文说“三个重点”，下面列出的是2项，不是3项。"
    assert text[slice(*one.spans[0])] == "三个重点"
    assert text[slice(*one.spans[1])] == "二是"


def test_it_shows_an_announcement_with_its_quotation_marks_in_pairs() -> None:
    for words, shown in (("做到五个“坚持”", "五个“坚持”"), ("做到“五个坚持”", "五个坚持")):
        (one,) = lists.find(clean_of(f"{words}：一是坚持公开；二是坚持公平；三是坚持公正。"))
        assert one.zh == f"前文说“{shown}”，下面列出的是3项，不是5项。"


@given(st.text(alphabet="一二三四、（）()1234.是第，。：\n五个方面：", max_size=80))
def test_it_never_raises(text: str) -> None:
    found(text)


@pytest.mark.parametrize(
    "piece",
    [
        "一、",
        "\n1、",
        "（一）",
        "一是",
        "\n1、甲\n2、乙\n4、",
        "1.1",
        "三个方面：一是二是",
        "；一是甲",
        "；一是甲；二是乙",
        "①；②",
        "。首先；其次",
    ],
)
def test_it_takes_time_linear_in_the_length(piece: str) -> None:
    def read(size: int) -> object:
        text = piece * (size // len(piece))
        return found(text)

    takes_linear_time(read, 100_000)

"""Quantities against the sentences read by hand, and what is told of each."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from quantity_cases import read, sentences

from junheng.audit.quantities import kin, quantities, unreadables

CASES = tuple(sentences())


def test_it_reads_the_sentences_as_a_person_does() -> None:
    expected = found = agreed = 0
    wrong = []
    for sentence in CASES:
        rows = read(sentence.text)
        same = len(set(rows) & set(sentence.found))
        expected, found, agreed = expected + len(sentence.found), found + len(rows), agreed + same
        if same < max(len(rows), len(sentence.found)):
            wrong.append(sentence.text)
    assert expected >= 300
    assert agreed >= 0.99 * found, wrong
    assert agreed >= 0.98 * expected, wrong


@pytest.mark.parametrize("sentence", CASES, ids=range(len(CASES)))
def test_a_quantity_stands_where_it_says(sentence) -> None:  # type: ignore[no-untyped-def]
    end = 0
    for one in quantities(sentence.text):
        assert end <= one.start < one.number_end <= one.end <= len(sentence.text)
        end = one.end


@pytest.mark.parametrize(
    ("text", "step", "base", "exact"),
    [
        ("3.2万元", "0.1", "元", 32000),
        ("3.20亿元", "0.01", "元", 320000000),
        ("12所", "1", "所", 12),
        ("1亿2千万元", "10000000", "元", 120000000),
        ("2万5千元", "1000", "元", 25000),
        ("97.50%", "0.01", "%", Fraction("97.5")),
        ("三成", "10", "%", 30),
        ("3‰", "0.1", "%", Fraction(3, 10)),
        ("四分之三", "0", "%", 75),
        ("3亩", "1", "平方米", 2000),
        ("1.5公顷", "0.1", "平方米", 15000),
        ("2吨", "1", "公斤", 2000),
        ("3年", "1", "月", 36),
        ("18名", "1", "人", 18),
        ("1.2千米", "0.1", "米", 1200),
        ("320台（套）", "1", "台", 320),
        ("10.75万人", "0.01", "人", 107500),
        ("5百万元", "100", "元", 5000000),
        ("一亿三千五百万元", "1000000", "元", 135000000),
    ],
)
def test_it_tells_the_place_of_the_last_digit_and_the_base(text: str, step: str, base: str, exact: Fraction) -> None:
    (one,) = quantities(text)
    assert (one.step, one.base, one.exact) == (Decimal(step), base, exact)


def test_it_tells_where_the_number_ends() -> None:
    for text, number in (
        ("共7000多万人", "7000"),
        ("占97.5%", "97.5"),
        ("计十二万元", "十二"),
        ("有1亿2千万元", "1亿2千万"),
    ):
        (one,) = quantities(text)
        assert text[one.start : one.number_end] == number


@pytest.mark.parametrize(
    "text",
    [
        "坚持统一标准，推进一体化办学", "落实两免一补、三支一扶和双减", "做好九年一贯制学校管理", "“五个一”活动",
        "每一名教师、每一个孩子", "十分重视", "不得有任何一所掉队", "办学水平进一步提高", "一方面抓质量，一方面抓安全",
        "千方百计增加投入", "百年大计，教育为本", "学前三年毛入园率", "九年义务教育", "一手抓建设、一手抓管理",
        "XX人", "20xx年", "201_年", "__*场", "向**县捐赠", "2.0时代", "4G信号", "“1+3”格局", "12·4",
        "三位一体", "两不愁三保障", "一对一帮扶", "零距离服务", "上半年", "单位：万元",
    ],
)  # fmt: skip
def test_words_and_masks_are_no_quantities(text: str) -> None:
    assert not [one for one in quantities(text) if one.kind in {"number", "share", "points", "times", "range"}]


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("4月1014日，调研组到县", "4月1014日"), ("共计1,23.4万元", "1,23.4"), ("投入12.3.4元", "12.3.4"),
        ("总数二千〇，其中", "二千〇"), ("学生3..5万人", "3..5"), ("学生1O0人", "1O0"), ("于13月5日完成", "13月5日"),
        ("补助1,234,56元", "1,234,56"), ("共三百百人", "三百百人"), ("二千〇人", "二千〇人"),
        ("共有1,23,456人", "1,23,456"), ("投入12,34,567万元", "12,34,567"), ("三千六百二十所百，", "三千六百二十所百"),
        ("学校三十所十", "三十所十"), ("占比1.2.3%", "1.2.3"), ("计12.3.4亩", "12.3.4"),
    ],
)  # fmt: skip
def test_a_token_that_cannot_be_read_is_reported(text: str, token: str) -> None:
    assert [text[start:end] for start, end in unreadables(text)] == [token]


@pytest.mark.parametrize(
    "text",
    [
        "2021.10.12",
        "1.2.3节",
        "见2.1.3",
        "1,234,567元",
        "2018-5-27 7:16:04",
        "第1.2.3条",
        "一百〇五人",
        "二〇二一年",
        "分别为12,23,456人",
        "依次为1,23,456人",
        "1,234,567,890元",
        "1,2,3年级",
        "编号12,3,456",
        "三十所百年老校",
        "投入两个亿，",
        "三十所千人以上学校",
        "2.1.1名师工程",
        "见1.2.3，",
        "版本1.2.3",
        "192.168.1.1",
        "二〇二一年三月十五日百校联动",
        "第1,23,456名",
    ],
)
def test_what_can_be_read_is_not_reported(text: str) -> None:
    assert not list(unreadables(text))


@pytest.mark.parametrize(
    ("left", "right"),
    [("所", "个"), ("人", "名"), ("名", "位"), ("亩", "平方米"), ("万元", "元"), ("亿元", "千元"), ("台", "台套"),
     ("", "人"), ("所", "处"), ("万人", "名"), ("年", "月"), ("个", "间")],
)  # fmt: skip
def test_units_that_may_be_added_are_kin(left: str, right: str) -> None:
    assert kin(left, right)
    assert kin(right, left)


@pytest.mark.parametrize(
    ("left", "right"), [("人", "元"), ("所", "人"), ("平方米", "个"), ("人次", "人"), ("%", "个"), ("元", "")]
)
def test_units_that_measure_different_things_are_not(left: str, right: str) -> None:
    assert not kin(left, right)
    assert not kin(right, left)

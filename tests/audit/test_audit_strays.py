from __future__ import annotations

import pytest
from audit_linear import takes_linear_time
from audit_prose import ORDINARY
from hypothesis import given
from hypothesis import strategies as st

from junheng.audit.blanks import strays
from junheng.audit.model import Clean, Document


def found(text: str) -> list[tuple[str, str]]:
    clean = Clean(Document("report.txt", text, ()), text, (0,), (0,))
    return [(one.rule, text[slice(*one.spans[0])]) for one in strays.find(clean)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在党委的.坚强领导下，各项工作取得实效。", [("stray_mark", ".")]),
        ("感谢各位和.同仁的支持。", [("stray_mark", ".")]),
        ("现有在编教师教师300人。", [("doubled_word", "教师教师")]),
        ("全县全县共有学校学校40所。", [("doubled_word", "全县全县"), ("doubled_word", "学校学校")]),
        ("任务已经完成。。下一步抓好巩固。", [("doubled_mark", "。。")]),
        ("投入资金，，改善条件，。效果好。", [("doubled_mark", "，，"), ("doubled_mark", "，。")]),
        ("有小学教学点20个)，初中5所。\n完。", [("bracket_unopened", ")")]),
        ("有小学30所（含教学点12个，初中5所。\n第二段。\n第三段。", [("bracket_unclosed", "（")]),
        ("严防“”进入校园。", [("empty_quotes", "“”")]),
        ("投入&nbsp;资金<br>100万元\ufffd。", [("rubbish", "&nbsp;"), ("rubbish", "<br>"), ("rubbish", "\ufffd")]),
    ],
)
def test_it_finds_what_does_not_belong(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("sentence", ORDINARY)
def test_it_finds_nothing_stray_in_ordinary_prose(sentence: str) -> None:
    assert found(sentence) == []


@pytest.mark.parametrize(
    "text",
    [
        "1)加强领导 2)落实责任 3)强化督导\n(一)总体情况\n二)主要做法",
        "他沉默了。。。后来才开口……",
        "有小学30所（含教学点\n12个），初中5所。",
        "全县有小学30所（含教学点12个",
        "占比达95.2%.其中小学96%.",
        "约翰.史密斯到校讲学，教学楼A.B两座。",
        "完成率100%（详见表3），合格率98%（详见表4）。",
        "（全县10所；（其中乡镇（含街道）6所））。",
    ],
)
def test_it_leaves_ordinary_marks_alone(text: str) -> None:
    assert found(text) == []


def test_it_says_in_both_languages_what_it_found() -> None:
    text = "现有教师教师300人。"
    (one,) = strays.find(Clean(Document("a.txt", text, ()), text, (0,), (0,)))
    assert "教师教师" in one.zh
    assert one.en.startswith("The word “教师”")
    assert one.kind == "doubt"


@given(st.text(alphabet="的.。，（）()教师学校“”\n1二", max_size=80))
def test_it_never_raises(text: str) -> None:
    found(text)


@pytest.mark.parametrize("piece", ["（1", ")1", "。", "教师", "的.", "“", "<", "\n（", "&nbsp"])
def test_it_takes_time_linear_in_the_length(piece: str) -> None:
    def read(size: int) -> object:
        text = piece * (size // len(piece))
        return found(text)

    takes_linear_time(read, 100_000)

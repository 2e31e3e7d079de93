"""Tables of pages that only say where each word stands."""

from __future__ import annotations

import io

import pytest
from audit_linear import takes_linear_time
from hypothesis import given
from hypothesis import strategies as st

from junheng.audit.engine import audit
from junheng.audit.reading import read_bytes
from junheng.audit.reading.laid import Laid, Line, Piece, tables

EM = 12


def lines(*rows: str) -> list[Line]:
    """Return lines whose pieces, divided by |, stand at multiples of 100 points; an empty piece is none."""
    return [
        [
            Piece(100 * at, 100 * at + EM * len(words), words, -20 * number, EM - 20 * number)
            for at, words in enumerate(row.split("|"))
            if words
        ]
        for number, row in enumerate(rows)
    ]


def laid(*rows: str) -> list[list[list[str]]]:
    """Return the tables found, their cells as `column:words`."""
    found = [one for one in tables(lines(*rows)) if isinstance(one, Laid)]
    return [[[f"{cell.column}:{cell.words}" for cell in row] for row in one.rows] for one in found]


def page(*rows: str) -> bytes:
    """Write a PDF of one page by hand: pieces divided by | stand 100 points apart."""
    shown = "".join(
        f"1 0 0 1 {60 + 100 * at} {780 - 20 * number} Tm <{words.encode('utf-16-be').hex()}> Tj\n"
        for number, row in enumerate(rows)
        for at, words in enumerate(row.split("|"))
        if words
    )
    stream = f"BT /F1 12 Tf\n{shown}ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[6 0 R]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/CIDSystemInfo 5 0 R>>",
        "<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents 7 0 R>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
    )
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, one in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj{one}endobj\n".encode())
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write(b"".join(f"{place:010} 00000 n \n".encode() for place in places))
    out.write(f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def test_lines_whose_words_stand_in_columns_are_a_table() -> None:
    found = laid("表一", "学段|学校|学生|备注", "小学|20|3000", "初中|8||含九年制", "合计|28|3000", "说明见后。")
    assert found == [
        [["0:学段", "1:学校", "2:学生", "3:备注"], ["0:小学", "1:20", "2:3000"], ["0:初中", "1:8", "3:含九年制"],
         ["0:合计", "1:28", "2:3000"]]
    ]  # fmt: skip


def test_a_head_over_two_columns_takes_in_both() -> None:
    rows = lines("学段|学校|学生", "小学|20|3000", "初中|8|900", "合计|28|3900")
    head = [Piece(0, 24, "项目"), Piece(100, 290, "规模")]
    (made,) = tables([head, *rows])
    assert isinstance(made, Laid)
    assert [(one.column, one.columns, one.words) for one in made.rows[0]] == [(0, 1, "项目"), (1, 2, "规模")]


@pytest.mark.parametrize(
    "rows",
    [
        # Two columns of prose, a signature, two lines only.
        ("学校布局优化|队伍建设加强", "办学条件改善|经费投入增加", "教育质量提高|控辍保学到位"),
        ("甲方：张三|乙方：李四", "电话：1|电话：2", "日期|日期"),
        ("学段|学校", "小学|20"),
        # A line of figures without a name: its name stands on two lines, or goes for several lines.
        ("学段|学校|学生", "|20|3000", "小学|8|900", "合计|28|3900"),
        ("学段|学校|学生", "1|20|3000", "2|8|900", "3|28|3900"),
        # Prose between figures.
        ("学段|学校|学生", "小学|20|略有增加。", "初中|8|900", "合计|28|900"),
    ],
)
def test_what_leaves_it_in_doubt_is_no_table(rows: tuple[str, ...]) -> None:
    assert laid(*rows) == []
    assert list(tables(lines(*rows))) == lines(*rows)


def test_a_row_the_page_breaks_into_lines_is_one_row() -> None:
    whole = lines("学段|学校|学生", "小学|20|3000", "初中|8|900", "合计|28|3900")
    broken = [*whole[:2], whole[2][:1], whole[2][1:], *whole[3:]]
    (made,) = tables(broken)
    assert isinstance(made, Laid)
    assert [[cell.words for cell in row] for row in made.rows][2] == ["初中", "8", "900"]


def test_lines_beside_each_other_that_are_no_table_stay_as_they_were() -> None:
    whole = lines("学校布局|优化", "队伍|加强")
    broken = [whole[0][:1], whole[0][1:], *whole[1:]]
    assert list(tables(broken)) == broken


@pytest.mark.parametrize(
    "rows",
    [
        ("学段|学校", "合计|60", "小学|20", "初中|18", "职业学校", "培训中心|22", "以上为全县数据，请核对。"),
        ("学段|学校", "小学|20", "职业学校", "学段|学校", "初中|18", "高中|10", "合计|48"),
    ],
)
def test_a_name_on_two_lines_makes_no_table_of_half_the_rows(rows: tuple[str, ...]) -> None:
    assert laid(*rows) == []
    assert list(tables(lines(*rows))) == lines(*rows)


def test_a_table_at_the_edge_of_a_page_may_go_on_on_the_next_and_is_none() -> None:
    whole = lines("一、基本情况如下表所示，请审阅核对", "二、说明", "学段|学校", "小学|20", "合计|20", "－3－")
    assert [type(one) for one in tables(whole)].count(Laid) == 1
    assert [type(one) for one in tables(whole, begun=True)].count(Laid) == 1
    assert list(tables(whole, goes_on=True)) == whole
    assert list(tables(whole[1:], begun=True)) == whole[1:]


def test_columns_that_overlap_are_no_table() -> None:
    shifted = [[Piece(one.left + 90 * (at == 1), one.right + 90 * (at == 1), one.words) for one in row]
               for at, row in enumerate(lines("学段|学校", "小学|20", "初中|8", "合计|28"))]  # fmt: skip
    assert not [one for one in tables(shifted) if isinstance(one, Laid)]


def test_what_stands_below_the_last_figure_is_no_part_of_the_table() -> None:
    whole = lines("学段|学校", "小学|20", "合计|20", "填表人|审核人")
    found = list(tables(whole))
    assert isinstance(found[0], Laid)
    assert found[1:] == whole[3:]


def test_the_sums_of_a_table_of_a_pdf_are_checked_and_its_empty_cells_stay_empty() -> None:
    rows = ("学段|学校|学生|教师", "小学|20|3000|200", "初中|18|900|80", "高中|12|1000|", "合计|50|4901|280")
    document = read_bytes(page("一、基本情况", *rows, "以上为全县数据。"), "a.pdf")
    cells = [(one.row, one.column, one.page) for one in document.blocks if one.kind == "cell"]
    assert len(cells) == 19
    assert (3, 3, 1) not in cells
    assert document.text.startswith("一、基本情况\n学段\n学校")
    assert [one.zh for one in audit(document).findings] == ["学生：小学3000＋初中900＋高中1000＝4900，与合计4901差1"]


def test_words_a_blank_apart_stay_one_line() -> None:
    document = read_bytes(page("全县 学校 30 所，教师 200 人。", "第二段 说明"), "a.pdf")
    assert document.text == "全县 学校 30 所，教师 200 人。\n第二段 说明"


@given(st.lists(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 80), st.sampled_from(["小学", "20", "a b", "。"])),
                         min_size=1, max_size=5), max_size=8))  # fmt: skip
def test_it_never_raises_and_loses_no_words(rows: list[list[tuple[float, float, str]]]) -> None:
    given_lines = [[Piece(left, left + wide, words) for left, wide, words in row] for row in rows]
    found = [
        cell.words
        for one in tables(given_lines)
        for cell in ([cell for row in one.rows for cell in row] if isinstance(one, Laid) else one)
    ]
    assert found == [piece.words for row in given_lines for piece in row]


def test_its_time_is_linear() -> None:
    assert len(laid(*(["学段|学校|学生"] + ["小学|20|3000"] * 2_000))) == 1
    takes_linear_time(lambda rows: laid(*(["学段|学校|学生"] + ["小学|20|3000"] * rows)), 20_000)

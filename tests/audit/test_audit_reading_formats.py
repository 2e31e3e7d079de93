"""Every kind of file is read, and what cannot be read says so in both languages."""

from __future__ import annotations

import base64
import io
import os
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from junheng.audit.model import Document
from junheng.audit.reading import Limits, Unreadable, clean, open_word, read, read_bytes

TEXT = "一、基本情况\n全县有学校30所，其中小学20所、初中10所。\n\n二、主要做法\n投入1.2亿元。\n"


def blocks(document: Document, kind: str = "paragraph") -> list[str]:
    return [document.text[one.start : one.end] for one in document.blocks if one.kind == kind]


def cells(document: Document) -> list[tuple[int | None, int | None, int, int, str]]:
    return [
        (one.row, one.column, one.rows, one.columns, document.text[one.start : one.end])
        for one in document.blocks
        if one.kind == "cell"
    ]


def pdf(*pages: list[str], encrypted: bool = False) -> bytes:
    """Write a PDF by hand, its text in a font of Chinese every reader knows."""
    fonts = (
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/CIDSystemInfo 5 0 R>>",
        "<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>",
    )
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>", *fonts]
    for number, lines in enumerate(pages):
        shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td\n" for line in lines)
        stream = f"BT /F1 12 Tf 60 780 Td\n{shown}ET" if lines else "0 0 100 100 re f"
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {7 + 2 * number} 0 R>>"
        )
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{one}endobj\n".encode()
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    lock = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>/ID[<00><00>]"
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R{lock if encrypted else ''}>>\n".encode()
    return out + f"startxref\n{table}\n%%EOF".encode()


def word(made: object) -> bytes:
    out = io.BytesIO()
    made.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def refused(data: bytes, name: str, **limits: int) -> Unreadable:
    with pytest.raises(Unreadable) as told:
        read_bytes(data, name, Limits(**limits))
    assert told.value.zh
    assert told.value.en
    assert "{" not in str(told.value)
    return told.value


def test_it_reads_plain_text_as_python_reads_it(tmp_path: Path) -> None:
    for number, (words, start) in enumerate(
        [(TEXT, b""), (TEXT.replace("\n", "\r\n"), b""), (TEXT, b"\xef\xbb\xbf"), ("a\rb", b"")]
    ):
        path = tmp_path / f"{number}.txt"
        path.write_bytes(start + words.encode())
        found = read(path)
        assert found.text == path.read_text("utf-8")
        assert found.name == path.name
        assert clean(found).text[0] in "一a"


def test_it_reads_text_in_the_encodings_of_chinese_offices() -> None:
    for encoding in ("gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"):
        assert read_bytes(TEXT.encode(encoding), "a.txt").text.lstrip("\ufeff") == TEXT, encoding


def test_it_reads_a_text_cut_inside_a_character() -> None:
    assert read_bytes((TEXT * 9).encode()[:-2], "a.txt").text.startswith(TEXT)
    assert read_bytes((TEXT * 9).encode("gbk")[:-4] + b"\xcd", "a.txt").text.startswith(TEXT)


def test_its_blocks_are_the_lines_of_a_text() -> None:
    found = read_bytes(TEXT.encode(), "a.txt")
    assert blocks(found) == [line for line in TEXT.split("\n") if line]


def test_it_knows_program_code_from_a_text_in_a_frame() -> None:
    text = (
        "说明。\n```python\nx = f( )\n\ny = XX\n```\n后文。\n```\n学校30所，\n教师( )人。\n```\n~~~\nint xx = 1;\n~~~"
    )
    found = read_bytes(text.encode(), "a.md")
    assert blocks(found, "code") == ["x = f( )\n\ny = XX", "int xx = 1;"]
    assert blocks(found) == ["说明。", "后文。", "学校30所，", "教师( )人。"]
    page = "<p>说明。</p><pre>x = f( )\n  y = XX</pre><pre>学校30所，\n教师( )人。</pre><p>后文。</p>"
    read = read_bytes(page.encode(), "a.html")
    assert blocks(read, "code") == ["x = f( )\ny = XX"]
    assert blocks(read) == ["说明。", "学校30所，\n教师( )人。", "后文。"]


def test_a_fence_that_is_never_closed_hides_nothing() -> None:
    assert blocks(read_bytes("```\n学校30所。\n# 一、问题".encode(), "a.md")) == ["学校30所。", "一、问题"]


def test_code_within_a_line_keeps_its_ticks_and_words_lose_them() -> None:
    told = "调用`XX( )`，`五所`学校占`12%`。"
    assert read_bytes(told.encode(), "a.md").text == "调用`XX( )`，五所学校占12%。"
    page = "<p>调用<code>XX( )</code>，<code>五所</code>学校占<code>12%</code>。</p>"
    assert read_bytes(page.encode(), "a.html").text == "调用`XX( )`，五所学校占12%。"


def test_it_reads_markdown_with_its_tables() -> None:
    text = """# 一、基本情况

全县有**学校30所**，见[附表](a.html)。

| 学段 | 学校数(所) |
|:---|---:|
| 小学 | 20 |
| 合计 | 20 |

> 说明：含教学点。<!-- 待核 -->

---
```
2 * 3
```
甲|乙
"""
    found = read_bytes(text.encode(), "a.md")
    assert blocks(found, "code") == []
    assert [one for one in blocks(found) if one] == [
        "一、基本情况", "全县有学校30所，见附表。", "说明：含教学点。", "2 * 3", "甲|乙"
    ]  # fmt: skip
    assert [words for *_, words in cells(found)] == ["学段", "学校数(所)", "小学", "20", "合计", "20"]
    assert [(row, column) for row, column, *_ in cells(found)] == [
        (row, column) for row in range(3) for column in (0, 1)
    ]
    made = clean(found)
    assert [made.text[one.start : one.end] for one in made.cells] == [words for *_, words in cells(found)]


def test_it_reads_a_web_page_without_its_machinery() -> None:
    page = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>标题</title><style>p{}</style></head><body>
    <nav><a>首页</a><a>概况</a></nav><script>var a = 1 < 2;</script><h1>工作总结</h1>
    <div>全县有学校<b>30</b>所，<br>其中小学20所。<p style="display: none">隐藏</p></div>
    <table><tr><td><p>全县概况</p><table><tr><th rowspan=2>学段</th><th colspan="2">人数</th></tr>
    <tr><td>男</td><td>女</td></tr>
    <tr><td>小学</td><td>12<!-- x --></td><td> 30 </td></tr></table></td></tr></table>尾<!-- 注 -->声</body></html>"""
    found = read_bytes(page.encode(), "a.html")
    assert blocks(found) == ["工作总结", "全县有学校30所，\n其中小学20所。", "全县概况", "尾声"]
    assert cells(found) == [
        (0, 0, 2, 1, "学段"), (0, 1, 1, 2, "人数"), (1, 1, 1, 1, "男"), (1, 2, 1, 1, "女"),
        (2, 0, 1, 1, "小学"), (2, 1, 1, 1, "12"), (2, 2, 1, 1, "30"),
    ]  # fmt: skip


def test_it_reads_a_web_page_in_gbk_and_one_called_otherwise() -> None:
    page = "<html><head><meta charset=gb2312></head><body><p>学校３０所</p></body></html>"
    assert read_bytes(page.encode("gbk"), "a.htm").text == "学校３０所"
    assert read_bytes(page.encode("gbk"), "a.txt").text == "学校３０所"
    assert read_bytes("<p>学校<p>幼儿园".encode(), "a.html").text == "学校\n幼儿园"


def test_it_reads_a_word_document_in_order() -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "东山县教育局"
    made.sections[0].footer.paragraphs[0].text = "第3页"
    made.add_heading("一、基本情况")
    paragraph = made.add_paragraph("全县有学校")
    paragraph.add_run("30").bold = True
    paragraph.add_run("所，\t其中小学20所。").add_break()
    table = made.add_table(3, 3)
    for place, words in {
        (0, 0): "学段",
        (0, 1): "人数",
        (1, 1): "男",
        (1, 2): "女",
        (2, 0): "小学",
        (2, 1): "12",
        (2, 2): "30",
    }.items():
        table.cell(*place).text = words
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    made.add_paragraph("二、主要做法")
    found = read_bytes(word(made), "a.docx")
    assert blocks(found) == ["一、基本情况", "全县有学校30所，\t其中小学20所。\n", "二、主要做法"]
    assert [(row, column, rows, columns, words.strip()) for row, column, rows, columns, words in cells(found)] == [
        (0, 0, 2, 1, "学段"), (0, 1, 1, 2, "人数"), (1, 1, 1, 1, "男"), (1, 2, 1, 1, "女"),
        (2, 0, 1, 1, "小学"), (2, 1, 1, 1, "12"), (2, 2, 1, 1, "30"),
    ]  # fmt: skip
    assert blocks(found, "header") == ["东山县教育局", "第3页"]
    read_through = clean(found).text
    assert read_through.startswith("东山县教育局\n一、基本情况\n全县有学校30所，")
    assert read_through.endswith("二、主要做法")


def test_it_reads_what_stands_in_controls_and_insertions_and_not_what_was_deleted() -> None:
    made = docx.Document()
    body = made.element.body
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    control.append(content)
    content.append(made.add_paragraph("控件中的段落12所")._p)
    body.insert(0, control)
    paragraph = made.add_paragraph("新增")
    for tag, words in (("w:ins", "5所"), ("w:del", "7所")):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement("w:t")
        text.text = words
        change.append(run)
        run.append(text)
        paragraph._p.append(change)
    assert blocks(read_bytes(word(made), "a.docx")) == ["控件中的段落12所", "新增5所"]


def test_it_puts_a_footnote_behind_its_paragraph() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("全县有学校30所")
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), "2")
    paragraph.add_run()._r.append(mark)
    paragraph.add_run("。")
    made.add_paragraph("后一段。")
    data = word(made)
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:footnote w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>含教学点4个。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode("utf-8", "surrogateescape")
            if name == "[Content_Types].xml":
                part = part.replace(
                    "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
                )
            if name == "word/_rels/document.xml.rels":
                part = part.replace(
                    "</Relationships>",
                    f'<Relationship Id="n1" Type="{relation}" Target="footnotes.xml"/></Relationships>',
                )
            new.writestr(name, part.encode("utf-8", "surrogateescape"))
        new.writestr("word/footnotes.xml", notes)
    found = read_bytes(out.getvalue(), "a.docx")
    assert [(one.kind, found.text[one.start : one.end]) for one in found.blocks] == [
        ("paragraph", "全县有学校30所。"), ("footnote", "含教学点4个。"), ("paragraph", "后一段。")
    ]  # fmt: skip


def test_it_leads_a_span_back_to_the_elements_of_a_word_file() -> None:
    made = docx.Document()
    made.add_paragraph("前一段。")
    paragraph = made.add_paragraph("学校")
    paragraph.add_run("30")
    paragraph.add_run("所，幼儿园12所")
    opened = open_word(word(made), "a.docx")
    start = opened.document.text.index("校30所")
    found = opened.at(start, start + 4)
    assert ["".join((element.text or "")[first:last] for element, first, last in found)] == ["校30所"]
    assert [(first, last) for _, first, last in found] == [(1, 2), (0, 2), (0, 1)]
    for one in opened.placed:
        for element, first, last in one.texts:
            assert opened.document.text[first:last] == element.text


def test_it_reads_a_pdf_page_by_page_and_a_sentence_across_pages() -> None:
    title = "东山县教育工作报告"
    line = "全县把义务教育摆在优先发展的位置，持续加大投入，改善办学条件，其中寄宿制小学"
    first, second = [title, line, "- 1 -"], [title, "20所，寄宿制初中10所。", "- 2 -"]
    found = read_bytes(pdf(first, second), "a.pdf")
    assert [one.page for one in found.blocks] == [1, 1, 1, 2, 2, 2]
    assert blocks(found) == first + second
    assert clean(found).text == line + second[1]


PICTURE = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
"""A GIF of one point."""


def test_it_says_what_is_wrong_with_a_file() -> None:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as made:
        made.writestr("xl/workbook.xml", "<x/>")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    good = word(docx.Document())
    pictured = docx.Document()
    pictured.add_picture(io.BytesIO(PICTURE))
    locked = ole + "EncryptedPackage".encode("utf-16-le")
    told = {
        "empty": [(b"", "a.txt"), (b" \r\n\0", "a.docx"), (b"\xef\xbb\xbf", "a.txt")],
        "old_word": [(ole, "a.doc"), (ole, "a.docx")],
        "encrypted": [(locked, "a.docx"), (pdf(["学校"], encrypted=True), "a.pdf")],
        "old_office": [(ole + "Workbook".encode("utf-16-le"), "a.xls")],
        "stranger": [(package.getvalue(), "a.docx"), (b"\x89PNG\r\n" + bytes(50), "a.docx"), (b"{\\rtf1 a}", "a.doc")],
        "damaged": [
            (b"PK\x03\x04" + bytes(99), "a.docx"),
            (b"%PDF-1.4\n" + bytes(99), "a.pdf"),
            (good[:9999], "a.docx"),
        ],
        "scanned": [(pdf([]), "a.pdf"), (word(pictured), "a.docx")],
        "wordless": [(good, "a.docx"), ("\u3000\n".encode(), "a.txt"), (b"<!-- later -->\n", "a.md")],
        "bare_page": [(b"<html><body><img></body></html>", "a.html")],
        "binary": [(bytes(range(256)) * 20, "a.txt")],
    }
    for rule, files in told.items():
        for data, name in files:
            assert refused(data, name).rule == rule, (rule, name, data[:20])


def test_it_says_what_is_missing_and_what_is_too_much(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.txt", tmp_path):
        with pytest.raises(Unreadable) as told:
            read(path)
        assert told.value.rule == "missing"
    (tmp_path / "大.txt").write_text("学校" * 1000, "utf-8")
    with pytest.raises(Unreadable) as told:
        read(tmp_path / "大.txt", Limits(file_bytes=1000))
    assert told.value.rule == "large"
    assert refused("学校".encode() * 9, "a.txt", characters=10).rule == "long"
    assert refused(b"<p>" + b"a" * 99, "a.html", characters=10).rule == "long"
    assert refused(pdf(["学校"], ["学校"]), "a.pdf", pages=1).rule == "pages"


def test_it_does_not_unpack_a_bomb() -> None:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b" " * (40 << 20))
    assert refused(package.getvalue(), "a.docx").rule == "expands"


def test_a_pdf_that_takes_too_much_memory_or_time_is_refused() -> None:
    stream = b"BT /F1 12 Tf 60 780 Td\n" + b"(aaaaaaaaaaaaaaaaaaaa) Tj\n" * 400_000 + b"ET"
    packed = zlib.compress(zlib.compress(stream, 9), 9)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%b\nendstream" % (len(packed), packed),
    )
    bomb = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%b\nendobj\n" % one for one in enumerate(objects, 1))
    bomb += b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"
    assert len(bomb) < 5_000
    assert refused(bomb, "a.pdf", memory_bytes=512 << 20).rule == "heavy"
    assert refused(bomb, "a.pdf", seconds=1).rule == "heavy"


def _package(part: str, begins: bytes = b"", packing: int = zipfile.ZIP_STORED) -> bytes:
    """Return a .docx with one part more, of 3 MiB."""
    out = io.BytesIO(DOCX)
    with zipfile.ZipFile(out, "a", packing) as package:
        package.writestr(part, begins + bytes(3 << 20))
    return out.getvalue()


@pytest.mark.parametrize("part", ["word/big.dat", "word/big.xml", "word/media/big.png", "word/embeddings/big.bin"])
def test_every_part_of_a_word_document_is_bounded_whatever_its_ending(part: str) -> None:
    assert refused(_package(part), "a.docx", part_bytes=2 << 20).rule == "expands"


def test_pictures_of_a_word_document_may_be_large() -> None:
    for begins in (b"\x89PNG", b"\xff\xd8\xff", b"\x01\x00\x00\x00", b"MM\x00*"):
        data = _package("word/media/image1.bin", begins)
        assert read_bytes(data, "a.docx", Limits(part_bytes=2 << 20)).text
    odd = _package("word/media/image1.png", b"\x89PNG", zipfile.ZIP_BZIP2)
    assert refused(odd, "a.docx", part_bytes=2 << 20).rule == "expands"


def test_what_is_no_plain_file_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(Unreadable) as told:
        read(tmp_path / "pipe.txt")
    assert told.value.rule == "no_file"


def test_it_does_not_follow_entities_of_a_package() -> None:
    source = io.BytesIO(word(docx.Document()))
    out = io.BytesIO()
    body = (
        '<!DOCTYPE w:document [<!ENTITY a SYSTEM "file:///etc/hostname">]><w:document xmlns:w="http://schemas.openxmlformats.org/'
        'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>学校&a;</w:t></w:r></w:p></w:body></w:document>'
    )
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, body if name == "word/document.xml" else old.read(name))
    assert read_bytes(out.getvalue(), "a.docx").text == "学校"


@given(
    st.binary(max_size=200),
    st.sampled_from(["", "PK\x03\x04", "%PDF-1.7\n", "<html>", "\xff\xfe"]),
    st.sampled_from(["txt", "md", "html", "docx", "pdf", "doc"]),
)
@settings(max_examples=300, deadline=None)
def test_no_file_makes_it_fail_otherwise(data: bytes, start: str, suffix: str) -> None:
    try:
        found = read_bytes(start.encode("latin-1") + data, f"a.{suffix}")
    except Unreadable:
        return
    clean(found)


@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=30))
@settings(max_examples=150, deadline=None)
def test_no_damage_inside_a_word_document_makes_it_fail_otherwise(place: int, damage: bytes) -> None:
    data = bytearray(DOCX)
    at = place % len(data)
    data[at : at + len(damage)] = damage
    try:
        clean(read_bytes(bytes(data), "a.docx"))
    except Unreadable as told:
        assert told.rule in {"damaged", "encrypted", "expands", "stranger", "scanned", "binary", "empty", "wordless"}


def _sample() -> bytes:
    made = docx.Document()
    made.add_paragraph("全县有学校30所。")
    made.add_table(2, 2).cell(0, 0).text = "合计"
    return word(made)


DOCX = _sample()

"""A workbook with faults: said in words, marked, corrected, compared, applied, taken back."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from conftest import Person
from openpyxl import load_workbook
from walking import Walk

from junheng import demo
from junheng.exchange import write_workbook

pytestmark = pytest.mark.browser

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAME = "班级.xlsx"
MORE = 3
"""Classes that differ from the registry."""


def classes(path: Path) -> bytes:
    """Return a workbook of this year's classes, as the demo has them but for three that have a pupil more."""
    held = demo.county()["class"].filter(pl.col("year") == 2025)
    more = (pl.int_range(pl.len()) < MORE).cast(pl.Int64)
    write_workbook(path, {"class": held.with_columns(class_pupils=pl.col("class_pupils") + more)})
    return path.read_bytes()


def spoiled(content: bytes) -> bytes:
    """Return the workbook with one class whose pupils are no figure."""
    book = load_workbook(BytesIO(content))
    sheet = book["班级"]
    column = next(c.column for row in sheet.iter_rows(max_row=4) for c in row if str(c.value).startswith("班级人数"))
    row = next(cell.row for cell in sheet["A"] if str(cell.value).startswith("2025"))
    sheet.cell(row, column).value = "四十五"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def upload(page: Any, content: bytes) -> None:
    page.set_input_files("#files", {"name": NAME, "mimeType": XLSX, "buffer": content})


def test_faults_are_said_and_marked_the_corrected_workbook_is_compared_applied_and_taken_back(
    enter: Callable[..., Person], tmp_path: Path
) -> None:
    good = classes(tmp_path / NAME)
    walk = Walk(enter("jijiao").page)
    page = walk.page
    walk.link("基础数据", inside="nav.side")
    walk.link("导入")
    walk.link("导入文件")
    upload(page, spoiled(good))
    walk.button("上传并检查")

    page.get_by_text("有 1 处错误，没有写入任何数据。").wait_for(timeout=120_000)
    fault = page.locator("table tr", has_text="四十五").inner_text()
    assert "错误" in fault
    assert "整数" in fault
    with page.expect_download() as waiting:
        walk.link("下载")
    book = load_workbook(BytesIO(waiting.value.path().read_bytes()))
    comments = [cell.comment.text for row in book["班级"].iter_rows() for cell in row if cell.comment]
    assert any("整数" in text for text in comments), comments

    upload(page, good)
    walk.button("上传为第 2 版")
    page.locator("#apply").wait_for(timeout=120_000)
    walk.link("班级")
    assert f"变更 {MORE}" in page.locator(".tabs").inner_text()
    assert "班级人数" in page.locator("main").inner_text()
    page.go_back()
    walk.button("应用到基础数据")
    page.get_by_text("已应用到基础数据。").wait_for(timeout=120_000)

    walk.link("改动批次")
    assert f"变更 {MORE}" in page.locator("main").inner_text()
    walk.button("撤销这一批")
    page.get_by_text("这一批撤销了").or_(page.get_by_text("这一批已撤销")).first.wait_for(timeout=120_000)
    walk.told("import, corrected, applied, taken back")
    assert walk.clicks <= 11

"""A sheet of 100,000 rows and 20 columns: read and checked, against the time calamine takes to read it alone.

The sheet is the staff list: texts, codes, figures with decimals, dates, identity numbers, and two columns the
dictionary does not know. The ways are timed in turn within one run, so that all meet the same machine.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import fastexcel
import python_calamine
import xlsxwriter

from junheng.exchange import read

ROWS = 100_000
RUNS = 5
TARGET = 1.5

HEADERS = (
    "学年*", "学校标识码*", "校区", "学段*", "教职工号*", "姓名", "身份证件号", "性别", "出生日期", "是否专任教师*",
    "学历",
    "职称", "骨干教师级别", "任教学科", "是否持教师资格证", "5 年累计培训学时(学时)", "到本校日期",
    "月工资", "备注", "序号",
)  # fmt: skip


def teacher(number: int, rng: random.Random) -> list[object]:
    born = dt.date(1962 + number % 40, number % 12 + 1, number % 28 + 1)
    identity = f"330102{born:%Y%m%d}{number % 10_000:04d}"
    name = rng.choice("王李张刘陈杨黄赵") + rng.choice("伟芳娜敏静丽强磊") + rng.choice("伟芳娜敏静丽强磊")
    return [
        2025, f"3142{number % 300:06d}", None, rng.choice(["小学", "初中"]), f"T{number:07d}", name, identity,
        rng.choice(["1 男", "2 女"]), born, rng.choice("是否"), rng.choice(["本科", "专科", "研究生"]),
        rng.choice(["高级", "一级(中级)", "二级"]), rng.choice(["否", "县级"]), rng.choice(["语文", "数学", "体育"]),
        rng.choice("是否"), rng.randrange(600), dt.date(2001 + number % 20, 9, 1), round(rng.uniform(3e3, 1e4), 2),
        f"备注{number % 50}", number,
    ]  # fmt: skip


def build(path: Path) -> None:
    rng = random.Random(2025)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("教职工名册")
        date = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADERS)
        for row in range(1, ROWS + 1):
            for place, value in enumerate(teacher(row, rng)):
                if isinstance(value, dt.date):
                    sheet.write_datetime(row, place, value, date)
                elif isinstance(value, str):
                    sheet.write_string(row, place, value)
                elif value is not None:
                    sheet.write_number(row, place, value)


def ways(path: Path) -> dict[str, Callable[[], int]]:
    def calamine() -> int:
        return len(python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()) - 1

    def plain() -> int:
        return fastexcel.read_excel(path).load_sheet(0).to_polars().height

    def ours() -> int:
        reading = read([path])
        if reading.wrong:
            raise SystemExit(f"the sheet should be sound: {reading.wrong[0].text('en')}")
        return reading.tables["teacher"].height

    return {
        "python-calamine, to_python()": calamine,
        "fastexcel, first 1,000 rows tell the types": plain,
        "junheng: read, converted, every cell checked": ours,
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "teachers.xlsx"
        build(path)
        tried = ways(path)
        seconds: dict[str, list[float]] = {name: [] for name in tried}
        for _ in range(RUNS):
            for name, way in tried.items():
                start = time.perf_counter()
                if way() != ROWS:
                    raise SystemExit(f"{name} did not find {ROWS} rows")
                seconds[name].append(time.perf_counter() - start)
    base = statistics.median(next(iter(seconds.values())))
    print(f"{ROWS:,} rows × {len(HEADERS)} columns, {RUNS} runs in turn; target: at most {TARGET} × calamine\n")
    print("| way | median s | min | max | × calamine |")
    print("|---|---|---|---|---|")
    for name, taken in seconds.items():
        median = statistics.median(taken)
        print(f"| {name} | {median:.2f} | {min(taken):.2f} | {max(taken):.2f} | {median / base:.2f} |")


if __name__ == "__main__":
    main()

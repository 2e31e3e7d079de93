"""September: a whole filing round by four people, from the reminder to the snapshot the leader sees.

The last of the stories: afterwards the house judges another year.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from conftest import PASSWORD, Person
from walking import Walk

pytestmark = pytest.mark.browser

ROUND = "2026 学年填报"
SCHOOL = "青澜县实验小学"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
UNDER = re.compile(r"小学专任教师数 71 人，.*合计 74 人，多出 3 人：请核对.*专任教师数”这 5 列")
FOCUSED = "[...document.querySelectorAll(\"#sheet [name^='v-']\")].indexOf(document.activeElement)"
TWENTY_MINUTES = 20 * 60
Enter = Callable[..., Person]


def row(page: Any, words: str) -> Any:
    """Return the row of one figure of a filing's page, by the words of its label."""
    return page.locator(".field.row").filter(has=page.locator("label", has_text=re.compile(rf"^{words}"))).first


def figure(page: Any, words: str) -> Any:
    return row(page, words).locator("[name^='v-']")


def put(page: Any, words: str, value: str) -> None:
    """Type a figure, go on with Enter and wait until it is saved."""
    figure(page, words).fill(value)
    with page.expect_response(re.compile(r"/save/$")):
        figure(page, words).press("Enter")
    row(page, words).locator(".saved", has_text="已保存").first.wait_for()


def test_the_officer_sees_how_many_are_in_and_reminds_the_others(enter: Enter) -> None:
    walk = Walk(enter("dudao").page)
    walk.link(f"{ROUND}：已上报 42 / 52")
    assert walk.page.locator(".cards").inner_text().split("\n")[:3] == ["已上报", "42 / 52", "待审核"]
    walk.page.fill("#words", "请在周五前上报。")
    walk.button("提醒勾选的学校")
    walk.says("已提醒 10 所学校。")
    assert walk.clicks == 2


def test_a_clerk_fills_in_five_pages_mends_a_fault_explains_a_doubt_and_hands_over(enter: Enter) -> None:
    walk = Walk(enter("tianbao1").page)
    page = walk.page
    walk.link(f"{ROUND} · {SCHOOL}")
    walk.says("请在周五前上报。")
    pages = page.locator("table.data tbody th a")
    assert pages.count() == 5

    walk.click(pages.first)
    assert page.locator(".before", has_text="上年").count() >= 10, "last year's figures stand beside"
    for _ in range(3):
        walk.button("保存，下一页")
    assert page.locator("h1").inner_text() == "教师"

    put(page, "专任教师数", "71")
    assert UNDER.search(row(page, "专任教师数").inner_text())
    put(page, "专任教师数", "74")
    page.wait_for_timeout(100)
    assert row(page, "专任教师数").locator(".fault").count() == 0

    put(page, "县级及以上骨干教师数", "38")
    doubt = row(page, "县级及以上骨干教师数")
    assert "30" in doubt.locator(".doubt").inner_text()
    why = doubt.locator("textarea")
    why.fill("本年新认定 8 名县级骨干教师，文件见佐证材料。")
    with page.expect_response(re.compile(r"/explain/$")):
        why.press("Tab")
    doubt.get_by_text("已保存").last.wait_for()

    walk.click(doubt.get_by_role("link", name="佐证材料"))
    page.set_input_files("#file", {"name": "骨干教师认定文件.pdf", "mimeType": "application/pdf", "buffer": PDF})
    walk.button("存入")
    walk.says("骨干教师认定文件")
    page.go_back()
    page.go_back()
    page.reload()
    assert row(page, "县级及以上骨干教师数").get_by_role("link", name="佐证材料 (1)").count() == 1

    walk.button("保存，下一页")
    walk.button("保存，回总览")
    assert page.locator(".v-met", has_text="已核对").count() == 5
    walk.button("送校长签字")
    walk.says("已送校长签字。")
    walk.told("five pages")
    assert walk.clicks <= 12
    assert walk.seconds < TWENTY_MINUTES


def test_every_step_of_a_page_is_reached_by_the_keyboard_alone(enter: Enter) -> None:
    page = enter("tianbao2").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    _tab_to(page, ROUND)
    page.keyboard.press("Enter")
    page.wait_for_url("**/filing/*/")
    _tab_to(page, "4. 教师")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pages/teachers/")
    _tab_to(page, "", "[name^='v-']")
    count = page.locator("#sheet [name^='v-']").count()
    for place in range(count - 1):  # Enter goes from figure to figure
        assert page.evaluate(FOCUSED) == place
        page.keyboard.press("Enter")
    _tab_to(page, "保存，下一页")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pages/funds/")
    page.get_by_text("本页已保存。").wait_for()


def _tab_to(page: Any, words: str, selector: str = "a, button") -> None:
    """Press Tab until what holds the focus says the words; the focus can be seen on every stop."""
    for _ in range(60):
        page.keyboard.press("Tab")
        text, fits, outline = page.evaluate(
            "([selector]) => { const one = document.activeElement; "
            "return [one.textContent, one.matches(selector), getComputedStyle(one).outlineStyle] }",
            [selector],
        )
        assert outline != "none", text
        if words in text and fits:
            return
    raise AssertionError(f"no way to {words} by Tab")


def test_the_principal_signs_on_a_phone(enter: Enter) -> None:
    walk = Walk(enter("xiaozhang1", width=390, height=844).page)
    _sign(walk)
    walk.told("signing on a phone")
    assert walk.clicks == 3


def _sign(walk: Walk) -> None:
    walk.link(f"请签字：{ROUND} · {SCHOOL}")
    assert walk.page.evaluate("document.documentElement.scrollWidth") <= walk.page.viewport_size["width"]
    walk.says("学校说明： 本年新认定 8 名县级骨干教师")
    walk.click(walk.page.get_by_label("我已阅读"))
    walk.page.fill("#password", PASSWORD)
    walk.button("签字上报")
    walk.says("已签字")


def test_the_officer_returns_one_with_two_remarks(enter: Enter) -> None:
    walk = Walk(enter("dudao").page)
    walk.link("待审核 13 所")
    walk.link(SCHOOL)
    page = walk.page
    page.locator(".problems li", has_text="骨干教师").locator("input[name^='r-']").fill("请附县局认定文件编号。")
    page.keyboard.press("Tab")
    books = page.locator("tr", has_text=re.compile("^图书")).locator("input[name^='r-']").first
    with page.expect_response(re.compile(r"/remark/$")):
        books.fill("与图书台账不一致，请核对。")
        books.press("Tab")
    page.wait_for_load_state("networkidle")
    page.locator("#decide textarea").fill("两处请核对后重报。")
    walk.button("退回修改")
    walk.says(f"已退回{SCHOOL}修改。")


def test_the_clerk_mends_what_was_remarked_and_the_principal_signs_again(enter: Enter) -> None:
    walk = Walk(enter("tianbao1").page)
    page = walk.page
    walk.link(f"已退回修改：{ROUND} · {SCHOOL}")
    assert "县局的意见（2 处）" in page.locator("main").inner_text()
    remarked = page.locator("ul.plain").first.get_by_role("link")
    walk.click(remarked.filter(has_text="图书"))
    held = row(page, "图书").locator("[name^='v-']").input_value()
    put(page, "图书", str(int(held) + 120))
    walk.button("保存，下一页")
    page.goto(re.sub(r"pages/.*", "", page.url))
    walk.says("已修改")
    walk.button("送校长签字")
    _sign(Walk(enter("xiaozhang1", width=390, height=844).page))


def test_the_officer_accepts_what_is_signed_and_closes_knowing_whom_it_leaves_out(enter: Enter) -> None:
    walk = Walk(enter("dudao").page)
    page = walk.page
    accepted = 0
    walk.link(re.compile(r"待审核 \d+ 所"))
    while page.locator("table.data tbody th a").count():
        walk.click(page.locator("table.data tbody th a").first)
        walk.button("全部接受")
        accepted += 1
        walk.link("待审核")
    assert accepted == 13
    walk.told(f"accepting {accepted} schools")

    walk.link("关闭填报")
    left = page.locator("input[name=leave_out]")
    assert left.count() == 9
    for box in left.all():
        box.check()
    page.fill("#title", ROUND)
    walk.button("关闭填报，形成快照")
    page.get_by_text("未纳入 9 所").wait_for(timeout=120_000)
    made = page.locator(".message.success strong").inner_text()

    leader = enter("juzhang")
    leader.go("/judgement/")
    choices = leader.page.locator("header select[name] option").all_inner_texts()
    assert any(made in choice for choice in choices), (made, choices)
    assert "2026—2027" in leader.page.locator("h1").inner_text()


def test_the_officer_opens_the_round_of_the_coming_year_and_the_clerk_sees_this_years_figures_beside(
    enter: Enter,
) -> None:
    walk = Walk(enter("dudao").page)
    page = walk.page
    page.goto("/filing/")
    walk.link("开始一轮填报")
    page.select_option("#year", "2027")
    page.fill("#title", "2027 学年填报")
    walk.button("开始填报")
    walk.says("已开始填报，各校首页可见。")
    assert walk.clicks == 2
    assert "0 / " in page.locator(".cards").inner_text()

    clerk = enter("tianbao1").page
    clerk.get_by_role("link", name=f"2027 学年填报 · {SCHOOL}").click()
    clerk.get_by_role("link", name="4. 教师").click()
    assert "上年 38" in row(clerk, "县级及以上骨干教师数").inner_text()

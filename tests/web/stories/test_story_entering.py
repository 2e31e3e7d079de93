"""Signing in with a second factor, with a recovery code, with the wrong code; being locked out."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from conftest import PASSWORD, House, Person
from walking import totp

pytestmark = pytest.mark.browser

STEP = 30


def test_the_codes_are_those_of_the_standard() -> None:
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # the key of RFC 6238, appendix B
    assert [totp(key, at) for at in (59, 1111111109, 20000000000)] == ["287082", "081804", "353130"]


def fill(page: Any, **fields: str) -> None:
    for name, value in fields.items():
        page.fill(f"main input[name={name}]", value)
    page.locator("main form button.primary").first.click()
    page.wait_for_load_state()


def sign_out_and_give_the_password(page: Any, name: str) -> None:
    page.get_by_role("button", name="退出").click()
    page.wait_for_load_state()
    page.goto("/account/login/")
    fill(page, login=name, password=PASSWORD)


def next_code(key: str, last: str) -> str:
    """Return a code that was not used yet: each is good for one sign-in."""
    until = time.monotonic() + STEP + 5
    while (code := totp(key)) == last and time.monotonic() < until:
        time.sleep(0.5)
    return code


def test_a_second_factor_is_turned_on_asked_for_and_replaced_by_a_recovery_code(enter: Callable[..., Person]) -> None:
    page = enter("zhuangbei").page
    page.locator("header a.person").click()
    page.locator("dd", has_text="未启用").get_by_role("link", name="设置").click()
    page.get_by_role("link", name="启用").click()
    page.wait_for_load_state()
    if page.locator("input[name=password]").count():
        fill(page, password=PASSWORD)
    key = page.locator("main code").first.inner_text()
    assert page.locator("img.qr").is_visible()
    first = totp(key)
    fill(page, code=first)
    page.goto("/account/recovery-codes/")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == len(set(codes)) >= 8

    sign_out_and_give_the_password(page, "zhuangbei")
    assert page.locator("h1").inner_text() == "两步验证"
    fill(page, code="000000")
    assert page.locator("main .errorlist").inner_text().strip()
    assert page.locator("h1").inner_text() == "两步验证"
    fill(page, code=next_code(key, first))
    assert page.locator("h1").inner_text() == "首页"

    sign_out_and_give_the_password(page, "zhuangbei")
    fill(page, code=codes[0])
    assert page.locator("h1").inner_text() == "首页"

    sign_out_and_give_the_password(page, "zhuangbei")
    fill(page, code=codes[0])
    assert page.locator("h1").inner_text() == "两步验证", "a recovery code is good once"


def test_somebody_who_guesses_is_locked_out_in_words_and_the_right_password_waits_too(
    chromium: Any, house: House
) -> None:
    context = chromium.new_context(locale="zh-CN", base_url=house.address)
    page = context.new_page()
    page.goto("/account/login/")
    for _ in range(5):
        fill(page, login="xiangmu", password="not-the-password-2026")
    fill(page, login="xiangmu", password=house.passwords["xiangmu"])
    said = page.locator("main").inner_text()
    assert page.locator("h1").inner_text() == "登录"
    assert "15 分钟" in said
    context.close()

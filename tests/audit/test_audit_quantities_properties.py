"""A value has one reading in every surface form; no text breaks the reading."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from junheng.audit.quantities import quantities, unreadables
from junheng.audit.quantities.numerals import chinese

DIGITS = "零一二三四五六七八九"
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def spelled(value: int) -> str:
    """Return a whole number below 10^12 in Chinese, as it is read aloud: the oracle of these tests."""
    if value == 0:
        return "零"
    for size, word in ((10**8, "亿"), (10**4, "万")):
        if value >= size:
            high, low = divmod(value, size)
            zero = "零" if low and low < size // 10 else ""
            return spelled(high) + word + zero + (spelled(low) if low else "")
    text, pending = "", False
    for size, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, size)
        if digit:
            text += ("零" if pending and text else "") + DIGITS[digit] + word
            pending = False
        else:
            pending = True
    return text


def value_of(text: str) -> Decimal:
    found = [one for one in quantities(text) if one.unit]
    assert len(found) == 1, text
    return Decimal(found[0].exact.numerator) / Decimal(found[0].exact.denominator)


@given(st.integers(0, 10**11))
def test_arabic_full_width_and_grouped_digits_say_the_same(value: int) -> None:
    for form in (str(value), f"{value:,}", str(value).translate(WIDE)):
        assert value_of(f"合计{form}元，") == value


@given(st.integers(2, 10**11))
def test_a_chinese_numeral_says_the_same(value: int) -> None:
    plain = spelled(value)
    assert chinese(plain) == value
    short = plain.removeprefix("一") if plain.startswith("一十") else plain
    for form in {plain, short, plain.replace("零", "〇")}:
        if form != "十分":
            assert value_of(f"合计{form}元，") == value


@given(st.integers(1, 9999), st.integers(0, 4), st.sampled_from([("万", 10**4), ("亿", 10**8)]))
def test_ten_thousands_and_hundred_millions_say_the_same(value: int, places: int, size: tuple[str, int]) -> None:
    word, by = size
    amount = Decimal(value).scaleb(-places)
    for form in (f"{amount:f}", f"{amount:f}".translate(WIDE), f"{amount:f} "):
        assert value_of(f"投入{form}{word}元。") == amount * by


@given(st.integers(1, 999), st.integers(1, 9))
def test_a_mixture_says_the_same(high: int, low: int) -> None:
    assert value_of(f"投入{high}亿{low}千万元") == high * 10**8 + low * 10**7
    assert value_of(f"投入{high}万{low}千元") == high * 10**4 + low * 1000
    assert value_of(f"投入{high}万{low}000元") == high * 10**4 + low * 1000


@given(st.integers(0, 100), st.integers(0, 99))
def test_a_share_says_the_same(whole: int, decimals: int) -> None:
    value = Decimal(f"{whole}.{decimals:02d}")
    told = f"百分之{spelled(whole)}点{''.join(DIGITS[int(one)] for one in f'{decimals:02d}')}"
    for form in (f"{value}%", f"{value}％", f"{value} %", f"百分之{value}", told, f"{value * 10}‰"):
        (one,) = quantities(f"占比{form}，")
        assert (one.value, one.unit, one.kind) == (value, "%", "share")


@given(
    st.integers(1, 10**6),
    st.sampled_from(["所", "人", "名", "个", "平方米", "万元", "册", "台套", "公斤", "人次", "亩"]),
)
def test_hedges_and_blanks_leave_the_value(value: int, unit: str) -> None:
    for before, behind in (("约", ""), ("近", ""), ("不足", ""), ("", "以上"), ("", "左右"), ("超过", "")):
        (one,) = quantities(f"共有{before}{value} {unit}{behind}。")
        assert one.value == value
        assert one.hedge


LIKELY = st.text(
    st.sampled_from(
        "0123456789０.,，。、；:：-—%％‰年月日号第约近余多万亿千百十一二三两几半成分之点零〇"
        "元人所个XxO_*×()（）〔〕“”/ \n"
    ),
    max_size=200,
)


@given(st.one_of(st.text(max_size=300), LIKELY))
def test_no_text_breaks_the_reading(text: str) -> None:
    end = 0
    for one in quantities(text):
        assert end <= one.start < one.end <= len(text)
        assert one.start <= one.number_end <= one.end
        assert one.value.is_finite()
        assert one.step.is_finite()
        assert one.exact is not None
        end = one.end
    for start, stop in unreadables(text):
        assert 0 <= start < stop <= len(text)


def test_very_long_numerals_are_no_figures() -> None:
    for text in (
        "9" * 10**5,
        "9" * 10**5 + "元",
        "九" * 10**5 + "人",
        "一万亿" * 10**4 + "元",
        "1." * 10**5,
        "1,234" + ",567" * 10**5,
    ):
        assert all(len(str(one.value)) < 40 for one in quantities(text))

"""The one regular expression that finds numbers with their units, built from the units and words.

Every branch begins with a numeral, so that the engine skips other text at full speed, and the last branch of each half
takes the whole run of numerals, so that no run is read twice: the time is linear in the text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from junheng.audit.quantities import data

D = "[0-9０-９]"
S = "[ \u3000\xa0\t]?"
DASH = "[-－–—―─~～﹣]{1,2}"
_C = "〇零○一二两三四五六七八九"
_MULT = "(?:[十百千]?(?:万亿|万|亿)|[百千])"
_YEAR = f"(?:19|20|１９|２０){D}{D}(?!{D})"
_COUNTED = "[人名个所元平台套册份亩间公户次位%]"
"""What begins the units behind figures grouped by blanks (12 600人)."""
_THINGS = "[件篇处条辆张只盏把棵项场期支节盆批座幢栋组起例封趟笔宗队门株桶箱袋瓶本床块副双幅首学课米吨对]"
"""Those that only behind a word say that a blank divides thousands (投诉 1 126 件): 表1 126件 is no such figure."""
_WORD = "(?:(?<=[\u4e00-\u9fff])(?<![表图件第附卷题号])|(?<=[\u4e00-\u9fff] )(?<![表图件第附卷题号] ))"
_NAMED = "(?<=[\u4e00-\u9fff])(?<![表图件第附卷题号话编码])(?!0)"
"""A figure right behind its name: what divides its digits there is a blank, or a comma, of its thousands."""
_LISTED = "(?<![为是有级])"
"""Behind these a comma may divide two figures (分别为3, 456人)."""
_NUM = (
    f"(?:(?<=[\u4e00-\u9fff]){D}{{1,6}}[.．][ \u3000]{D}{{1,3}}(?![0-9０-９年月日])"
    f"|(?<=[\u4e00-\u9fff] ){D}{{1,6}}[.．][ \u3000]{D}{{1,3}}(?={S}(?:万|亿|平方米|%|％|个?百分点))"
    f"|(?<=\n){D}{{3,6}}[.．][ \u3000]{D}{{1,2}}(?={S}[万亿]元)"
    f"|{D}{{1,3}}(?:,{D}{{3}})+(?!{D})(?:[.．]{D}++)?"
    f"|(?<![0-9０-９.．]){D}{{1,3}}(?:[ \u3000\xa0]{D}{{3}})+(?!{D})(?:[.．]{D}++)?(?={S}(?:[万亿]|{_COUNTED}))"
    f"|{_WORD}{D}(?:[ \u3000\xa0]{D}){{1,2}}[ \u3000\xa0]{D}{{3}}(?!{D})(?={S}{_COUNTED})"
    # Three digits and more, each by itself (检出 1 3 7人), are one figure set wide.
    f"|{_WORD}{D}(?:[ \u3000\xa0]{D}){{2,4}}(?![ \u3000\xa0]?{D})(?={S}{_COUNTED})"
    f"|{_WORD}{D}{{1,3}}(?:[ \u3000\xa0]{D}{{3}})+(?!{D})(?={S}{_THINGS})"
    # Behind a name thousands may be divided before any unit (补种2 763剂次), and before none (合计3 579。).
    f"|{_NAMED}{D}{{1,3}}(?:[ \u3000\xa0]{D}{{3}})+(?!{D})(?:[.．]{D}++)?"
    "(?=[ \u3000\xa0]?[\u4e00-\u9fff]|[，。；、）)])(?![年月日])"
    f"|{_NAMED}{_LISTED}{D}{{1,3}}(?:(?:, |，){D}{{3}})+(?!{D})(?={S}(?:万|{_COUNTED}))"
    f"|{_NAMED}{D}{{1,4}}[ \u3000\xa0]{D}{{1,3}}[.．]{D}{{1,4}}(?!{D})(?={S}[万亿]元)"
    # A blank that strayed into a figure: between a word and a unit nothing else divides two runs of digits.
    f"|(?<=[\u4e00-\u9fff])(?!(?:19|20){D}{D} ){D}{{1,5}}[ \u3000\xa0]{D}{{1,4}}(?!{D})(?={_COUNTED})"
    f"|(?<=[\u4e00-\u9fff \u3000]){D}[ \u3000\xa0]{D}[.．]{D}{{1,2}}(?!{D})(?=[%％])"
    # Older print has its point in the middle: 99·25%, 10711·53万人 (but 3·15, 9·11 are days).
    f"|{D}{{1,6}}[·•]{D}{{1,2}}(?!{D})(?={S}(?:万|亿|平方米|%|％|个?百分点|[:：∶]1(?!{D})))"
    f"|{D}++(?:[.．]{D}++)?)"
)


class Grammar(NamedTuple):
    """The compiled expression and the numbers of its groups."""

    scan: re.Pattern[str]
    unit: re.Pattern[str]
    """Takes a printed unit apart: hedge, multipliers, name, what stands behind the stroke."""
    unit_ahead: re.Pattern[str]
    """Matches where a unit stands."""
    groups: dict[str, int]


def _unit_words(*, chinese: bool) -> str:
    rows = {name: one for name, one in data.units().items() if one.chinese or not chinese}
    return data.trie((name, one.unless + one.unless_chinese * chinese) for name, one in rows.items())


def _rate() -> str:
    return f"(?:[/／](?:{data.trie(data.per())})(?:[·./／](?:{data.trie(data.per())}))?)?"


def _dates() -> str:
    rest = f"(?:{S}{D}{{1,2}}(?:{S}(?:{DASH}|[至到]){S}{D}{{1,2}})?{S}月(?:份|{S}{D}{{1,4}}{S}[日号])?)?"
    clock = f"(?:[ T\u3000]{{0,2}}{D}{{1,2}}[:：]{D}{D}(?:[:：]{D}{D})?)?"
    no_digit = f"(?![{D[1:-1]}.%％])"
    of_a_year = (
        f"{S}年(?:{S}{DASH}{S}{_YEAR}{S}(?:学年度?|年度?)|{rest})",
        f"{S}学年度?|[级届](?!别)",
        f"{S}(?:{DASH}|[至到/]){S}(?:{_YEAR}|{D}{D}(?!{D})){S}(?:学年度?|年度?(?!级)|(?=[)）》〉”\\s]|$))",
        f"[-－/]{D}{{1,2}}(?:[-－/]{D}{{1,2}})?{no_digit}{clock}",
        f"[.．]{D}{{1,2}}[.．]{D}{{1,2}}{no_digit}{clock}",
    )
    return "|".join((
        f"{_YEAR}(?:{'|'.join(of_a_year)})",
        f"0{D}年|[89]{D}年(?=代|[上下]半年|{D}|[春秋底初末])",
        f"{D}{{1,2}}(?:{S}(?:{DASH}|[至到]){S}{D}{{1,2}})?{S}月(?:份|{S}{D}{{1,4}}{S}[日号])?",
        f"{D}{{1,2}}[日](?!均|制|托)",
        f"{D}{{2,4}}{S}年代|{D}{{1,2}}{S}世纪(?:{D}0年代)?",
        f"{D}{{1,2}}时(?:{D}{{1,2}}分)?(?!间|候|代|期|段|刻)|{D}季度",
    ))  # fmt: skip


def _references() -> str:
    return "|".join((
        f"{_YEAR}[〕\\])）】]{S}第?{S}{D}{{1,5}}{S}号",
        f"0{D}{{2,3}}[-－—]{D}{{7,8}}(?!{D})|1[3-9]{D}{{9}}(?!{D}|{S}{_COUNTED})|[48]00-{D}{{3,4}}-{D}{{3,4}}",
        f"{D}++[-－]{D}++号|{D}++号(?!召)",
    ))  # fmt: skip


def _broken() -> str:
    """Tokens that look like numbers and cannot be read.

    `groups`: digits divided as no thousands are, before a unit (1,23,456人); behind 分别为 and the like they are
    several figures. Seven groups at most are tried, so that a long run is not read again from each of them.
    """
    listed = "".join(f"(?<!{word})" for word in data.words().lists_behind)
    groups = (
        f"(?<![{D[1:-1]},.．第])(?!{D}{{1,3}}(?:,{D}{{3}})+(?![{D[1:-1]},])){listed}"
        f"{D}{{1,3}}(?:,{D}{{1,3}}){{1,5}},{D}{{3}}(?![{D[1:-1]},.．])(?={S}(?:[万亿]|{_COUNTED}))"
    )
    return "|".join((
        groups,
        f"{D}{{1,3}}(?:,{D}{{3}})*,{D}{{1,2}}[.．]{D}++|{D}{{1,3}}(?:,{D}{{3}})+,{D}{{1,2}}(?![{D[1:-1]},])",
        f"{D}++(?:[.．]{{2,}}|[.．],|,[.．]|,,+){D}++(?:[.．]{D}++)*",
        f"{D}++(?:[.．]{D}++){{2,}}",
        f"{D}++[OoＯ〇○](?:{D}|[OoＯ〇○])*",
    ))  # fmt: skip


def _mixed() -> str:
    """Numerals of digits and 万, 亿, 千 in turn: 1亿2千万, 2万5千, 3万2000."""
    hundred_million = f"[千百]?亿{S}零?(?:{D}{{1,4}}[千百]?万(?:{D}{{4}}(?!{D})|{D}千)?|{D}{{8}}(?!{D}))"
    ten_thousand = f"[千百]?万{S}零?(?:{D}千(?:{D}百)?|{D}{{4}}(?![0-9０-９年])|{D}百)"
    return f"{D}++(?:[.．]{D}++)?{S}(?:{hundred_million}|{ten_thousand}|千{D}百)"


@cache
def grammar() -> Grammar:
    """Return the grammar, built at its first use."""
    words = data.words()
    unit = _unit_words(chinese=False)
    unit_cn = _unit_words(chinese=True)
    rate = _rate()
    inside = "[多余来几]"
    tail = f"{S}{inside}?{S}(?:{unit}{rate}|{_MULT}{inside}?(?:万亿|万|亿)?{S}(?:{unit}{rate})?)"
    tail_cn = f"{inside}?[万亿]*(?:{unit_cn}){rate}"
    digits = (
        f"(?P<broken>{_broken()})|(?P<date>{_dates()})|(?P<reference>{_references()})"
        f"|(?P<word>{D}{{1,2}}(?:\\+[0-9０-９XNx])+|{D}++(?:[xX×*＊_＿][xX×*＊_＿年]*+|(?!{unit})[A-Za-z]))"
        f"|(?P<mixed>{_mixed()})(?P<mixed_unit>{S}{unit})?"
        f"|(?P<number>{_NUM})(?P<unit>{tail})?"
        f"(?:{S}(?:{DASH}(?P<dash>)|[至到](?P<to>)|[:：∶比](?P<ratio>)|[/／](?P<slash>)){S}(?P<second>{_NUM})(?P<second_unit>{tail})?)?"
    )
    numeral = f"[{_C}十][{_C}十百千万亿]*+"
    cn = (
        f"(?P<cn_word>{data.trie(words.words)})"
        f"|(?P<cn_date>[一二][九〇○零Ｏ][{_C}Ｏ]{{2}}年(?:[一二三四五六七八九十]{{1,2}}月(?:份|[一二三四五六七八九十]{{1,3}}[日号])?)?"
        "|(?:十[一二]?|[一二三四五六七八九])月(?:份|[一二三四五六七八九十]{1,3}[日号])?|[一二三四五六七八九十]{1,3}日(?!均|制|托)"
        "|[一二三四五六七八九十]{1,3}世纪(?:[一二三四五六七八九]十年代)?|[一二三四五六七八九]十年代)"
        f"|(?P<cn_grade>[{_C}十]{{1,3}}(?:[至到、]|{DASH})?[一二三四五六七八九]?年级)"
        f"|(?P<cn_parts>(?:[百千万]|[{_C}十][{_C}十百千]{{0,5}})分之(?:百(?!分)|[{_C}十][{_C}十百千万]*+(?:点[{_C}]++)?|{_NUM}))"
        f"|(?P<cn_half>半(?:个月|个小时|个学期|年|天|小时|学期|亩|日)|一半|半数)"
        f"|(?P<cn_list>[一二三四五六七八九十]{{1,3}}(?:、|是(?!否|不是)))"
        f"|(?P<cn_number>{numeral}(?:点[{_C}]++[百千万亿]*+)?|几[十百千万])"
        f"(?:(?P<cn_unit>{tail_cn})|(?:[至到]|{DASH})(?P<cn_second>{numeral})(?P<cn_second_unit>{tail_cn}))?"
    )
    first = f"(?=[0-9０-９])(?:{digits})|(?:{cn})"
    scan = re.compile(f"(?=[0-9０-９{_C}十半百千万])(?:{first})")
    apart = re.compile(
        f"{S}({inside}?){S}((?:{_MULT})?)({inside}?)((?:万亿|万|亿)*){S}((?:{data.trie(data.units())})?)(.*)"
    )
    return Grammar(scan, apart, re.compile(f"{S}{_MULT}?(?:{unit})"), dict(scan.groupindex))

"""Shares of the only two counts told with them: one is the part, or what the part leaves, or both make up the whole.

Which of it the words say: `已装96所，未装4所，安装率96%` (the two make up the whole), `1500人中只有12人不合格`
(the part is what is left), else the smaller is of the larger. What comes out is read where that is no accident; what
does not is reported where the share bears the name of one of the figures (or a name of which it is known what it is
of) and lies close to what they come to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.arithmetic import printed_step, rounded
from junheng.audit.judge import Judgement, holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Relation, Term
from junheng.audit.relations.ground.nearby import Near, chance, told_in_words
from junheng.audit.relations.ground.terms import relation, spans, term, worked_out
from junheng.audit.relations.ground.wording import holds_one, linked, pairs, scoped, stem, words
from junheng.audit.relations.shares.lexicon import pattern, rates
from junheng.audit.relations.shares.other_things import NOUN, of_something_else, part_behind_share
from junheng.audit.relations.shares.scene import Scene, told_with
from junheng.audit.relations.shares.wholes import SLIPS, swapped_part

_BORNE, _LOOSE = Fraction(1, 25), Fraction(1, 100)
"""How many accidents are borne: of figures of one sentence, of those told before it."""
_CLOSE, _ROUGH, _HALF = Fraction(1, 8), Fraction(1, 6), Fraction(1, 2)
"""How far a misprinted share lies from the computed one at most, one of which but one digit is told, and a fraction in
words (五分之二)."""
_DEGREE, _DEGREES = "学历", Fraction(1, 60)
"""The rate of those who have the degree asked for, and how far off it may lie."""
_SLIPS = SLIPS | {"digit_lost", "truncated"}
_SURE = Fraction(1, 500)
"""How likely a share comes out by accident that shows one digit misprinted, or two changed over in its part."""
_HUNDRED, _TENTH, _FEW, _NAMED, _KIND = 100, 10, 10, 4, 3
_ELSEWHERE = re.compile("(?:而|但|其中)?(?:去年|上年|前年|上一年|上学年|同期|往年|全省|全国|省均|外地|外县|邻县)")
_DENIED_VERB = re.compile("(?:尚?未|没有?|不)([一-鿿]{1,4})")
_ONLY = re.compile("^(?:共|即|有|计|为|共计|共有|合计|是|计有|也就是)$")
_ENTERED = ("入班", "入园", "入学")
"""Rates of all of an age, told or not."""
_NARROW = re.compile("本科|专科|大专|研究生|学历|高级|中级|初级|职称|骨干")
"""What narrows a part: figures told without it are of something else."""
_AGED = re.compile("适龄|学龄|应入|人口|[0-9]岁|周岁")
"""Whom a gross rate is of: where they are told, it is of nothing else."""
_INTRODUCED = re.compile("分别|即|其中有|(?:两|二)个?(?:数|项)")
_OF_THESE = re.compile("[里中内](?:只|仅|才|就|已|也)?(?:有|是)?$|^(?:里|中|内|之中)")
_PLAIN_RATES, _WHATEVER = words("attained", "plain"), words("attained", "whatever")
_CONDITION, _GROSS = words("share", "condition"), words("attained", "gross")
_PERIODS = words("attained", "periods")
_ABOUT = ("约", "近", "多", "强", "弱", "左右", "以上", "余", "不到", "超")
_TOTAL = ("总", "共", "全", "应")
_BOTH = 2
_PLAIN = frozenset("学校生师教人数员的所个县市全")


def alone(near: Near, item: Item) -> Relation | None:
    """Return the share a percentage is of the only two counts told with it."""
    scene = told_with(near, item)
    if scene is None or (scene.form == "rate" and _ELSEWHERE.match(scene.name)):
        return None
    if len(scene.ahead) > 1 and scene.back:
        return _of_bracket(scene)
    counts = [*scene.back, *scene.ahead]
    if len(counts) != _BOTH:
        return None
    first, second = counts
    if (not scene.back and not _introduced(near, scene)) or part_behind_share(scene, first, second):
        return None
    readings = list(_readings(scene, first, second))
    tried, borne = Fraction(0), _LOOSE if scene.apart else _BORNE
    for made, told in readings:
        tried += chance(item.quantity)
        if tried > borne and not told:
            break
        if holds(made):
            return made
    within = _DEGREES if _DEGREE in scene.name else _CLOSE
    sure = [made for made, told in readings[:1] if told and _close(made, item, within)]
    sure = [] if _DEGREE in scene.name and _of_some_more(near, scene) else sure
    return sure[0] if sure and _may_fail(near, scene, sure[0]) else None


def _of_some_more(near: Near, scene: Scene) -> bool:
    """Whether a share is that of some more persons than are told: 本科学历50人，学历合格率96.5% may be 55 of 57.

    Others may have the degree that was asked for, too.
    """
    few, many = sorted((*scene.back, *scene.ahead), key=near.value)
    if _denied(scene, few, many):
        return False  # 1500人中只有12人不合格: all the others have it
    small, large = near.value(few), near.value(many)
    share, step = Fraction(scene.item.quantity.value), Fraction(scene.item.quantity.step)
    likely = int(large * share / _HUNDRED)
    more = (count for count in (likely, likely + 1) if small < count <= large)
    return any(2 * abs(_HUNDRED * count / large - share) <= step for count in more)


def of_the_rest(near: Near, item: Item) -> Relation | None:
    """Return the share of all but those a clause excepts: 校舍6万平方米，除危房2万平方米外均合格，合格的占66.7%."""
    before = near.items[item.number - 1] if item.number else None
    if before is None or not before.after.startswith("外"):
        return None
    scene = told_with(near, item)
    if scene is None or len(scene.back) < 2 or "除" not in near.between(*scene.back):
        return None
    large, small = scene.back
    if small.plain >= large.plain:
        return None
    kept = worked_out([(1, large.quantity), (-1, small.quantity)])
    made = _made(scene, kept, term(large.quantity), large, small)
    if holds(made):
        return made
    return made if scene.form == "of" and _close(made, item) and _may_fail(near, scene, made) else None


def _introduced(near: Near, scene: Scene) -> bool:
    """Whether two counts behind a share are told as what it was worked out from: 完成率87.6%：计划…，完成…."""
    first, second = scene.ahead
    between = near.between(scene.item, first).lstrip()
    if between[:1] in {"：", ":", "（", "("} or _INTRODUCED.search(between):
        return True
    small, large = (first, second) if first.plain < second.plain else (second, first)
    return _worded(scene, small, large) or (large is first and _OF_THESE.search(small.label) is not None)


def _of_bracket(scene: Scene) -> Relation | None:
    """Return the share of what a bracket behind it lists: 60件，满意率100%（满意57件，基本满意3件）."""
    whole, parts = scene.back[0], scene.ahead
    if any(one.parent is not scene.item for one in parts):
        return None
    top = worked_out([(1, one.quantity) for one in parts], whole.quantity.scale)
    made = relation("ratio", [top, whole.quantity], scene.item.quantity, "share.alone",
                    spans([whole, *parts, scene.item]))  # fmt: skip
    return made if holds(made) and top.value <= term(whole.quantity).value else None


def _readings(scene: Scene, first: Item, second: Item) -> Iterator[tuple[Relation, bool]]:
    """Yield what a share may be of two counts, the likeliest first, each with whether the words leave no other."""
    small, large = (first, second) if first.plain < second.plain else (second, first)
    denied, name_denied = _denied(scene, small, large), _named_denied(scene)
    if small.plain == large.plain:
        # All of it, told twice: one behind the other, and no accident.
        beside = second.number == first.number + 1 and second.number == scene.item.number - 1
        if scene.item.quantity.value == _HUNDRED and beside and first.quantity.value >= _FEW:
            yield _made(scene, term(second.quantity, first.quantity.scale), term(first.quantity), first, second), True
        return
    direct = _made(scene, term(small.quantity, large.quantity.scale), term(large.quantity), first, second)
    part = next((one for one in (first, second) if _called(scene, one)), None)
    if denied != name_denied:
        kept = worked_out([(1, large.quantity), (-1, small.quantity)])
        both = _both(first, second)
        if _both_told(scene, small, large):
            whole = small if name_denied else large
            yield _made(scene, term(whole.quantity, first.quantity.scale), both, first, second), True
        yield _made(scene, kept, term(large.quantity), first, second), _of_its_name(scene, small, large)
        yield direct, False
        return
    if denied and _both_told(scene, small, large):
        yield _made(scene, term(small.quantity, first.quantity.scale), _both(first, second), first, second), True
    if part is not None and _side_by_side(first, second):
        # The larger can be no part of the smaller: they make up the whole.
        abreast = _made(scene, term(part.quantity, first.quantity.scale), _both(first, second), first, second)
        yield abreast, part is large
    due = second if scene.item.quantity.value > _HUNDRED and pattern("due").search(scene.words(small)) else None
    if due is not None or scene.item.quantity.value > _HUNDRED:
        over = _made(scene, term(large.quantity, small.quantity.scale), term(small.quantity), first, second)
        yield over, _worded(scene, large, small)
        return
    # Two kinds of one thing side by side: neither is the other's whole.
    apart = _done_of_due(scene, small, large) or not _side_by_side(first, second)
    yield direct, _worded(scene, small, large) and apart


def _made(scene: Scene, top: Term, bottom: Term, first: Item, second: Item) -> Relation:
    return relation("ratio", [top, bottom], scene.item.quantity, "share.alone", spans([first, second, scene.item]))


def _both(first: Item, second: Item) -> Term:
    return worked_out([(1, first.quantity), (1, second.quantity)])


def _denied(scene: Scene, small: Item, large: Item) -> bool:
    """Whether the smaller of two counts is of those that did not, or of what is left of the larger."""
    told, name = scene.words(small), _core(scene)
    label = stem(small.label)
    if len(name) > 1 and label.endswith(name) and not label.removesuffix(name).endswith(words("common", "denied")):
        return False  # 控辍保学劝返37人，劝返率94.9%
    left = small.number > large.number and re.match(pattern("left"), small.label.lstrip("，,的")) is not None
    return (left and not pattern("done").search(told)) or pattern("denied").search(told) is not None


def _named_denied(scene: Scene) -> bool:
    return pattern("denied").search(scene.name.strip()) is not None


def _both_told(scene: Scene, small: Item, large: Item) -> bool:
    """Whether one count is of those who did and the other of those who did not: 已装, 未装."""
    match = _DENIED_VERB.search(scene.words(small))
    if match is None or large.number > small.number:
        return False
    # 全县45所学校通过验收……还有5所没有通过: what stands behind the figure tells what these did.
    did = [sign for sign in match[1] if sign not in _PLAIN]
    if pattern("due").search(large.label[-16:] + large.after[:_FEW]) is None or holds_one(large.after[-4:], did):
        return holds_one(scene.words(large), did)
    return pattern("whole").search(large.label[-16:]) is None and holds_one(large.label[-8:], did)


def _called(scene: Scene, one: Item) -> bool:
    """Whether a share is told of a count by its full name: 女教师占 of 女教师60人."""
    name, label = scene.name.removesuffix("的"), stem(one.label)
    name = NOUN.sub("", name)
    return len(name) > 1 and len(label) > 1 and (label.endswith(name) or name.endswith(label))


def _side_by_side(first: Item, second: Item) -> bool:
    """Whether two counts are of two kinds of one thing, neither the other's whole: 男教师, 女教师."""
    one, other = stem(first.label), stem(second.label)
    alike = len(one) > 1 and one[-2:] == other[-2:] and one[-3:] != other[-3:]
    apart = first.depth == second.depth and second.number == first.number + 1 and not scoped(second.label)
    opened = second.label.strip().startswith(words("common", "opening")) or holds_one(one[-6:], _TOTAL)
    return alike and apart and not opened


def _core(scene: Scene) -> str:
    return NOUN.sub("", scene.name)[-8:]


def _of_its_name(scene: Scene, small: Item, large: Item) -> bool:
    """Whether a share speaks of what the smaller count is told not to do: 合格率, 12人不合格; 持证率, 未取得资格证."""
    if scene.form == "of":
        return True
    name, told = _core(scene), scene.words(small)
    if _table(scene, small, large) or (_named_denied(scene) and linked(name, scene.words(small)[-12:])):
        return True
    return any(sign in told for sign in name[-2:] if sign not in _PLAIN)


def _table(scene: Scene, small: Item, large: Item) -> bool | None:
    """Whether two counts are told as the part and the whole of a rate whose name is known; None for another rate."""
    for name, (part, whole) in rates().items():
        if scene.form == "rate" and scene.name.endswith(name):
            return (
                part.search(scene.words(small)) is not None
                and whole.search(scene.words(large) or scene.name) is not None
            )
    return None


def _worded(scene: Scene, small: Item, large: Item) -> bool:
    """Whether the words name one count as the part and the other as the whole of a share."""
    if scene.form == "bracket":
        return small.number == scene.item.number + 1 and large.number == scene.item.number - 1
    if scene.form == "part":
        return small.number > scene.item.number and _ONLY.match(small.label.strip()) is not None
    if scene.form == "of":
        return _worded_of(scene, small, large)
    return not holds_one(scene.name, _PERIODS) and _worded_rate(scene, small, large)


def _worded_rate(scene: Scene, small: Item, large: Item) -> bool:
    """Whether a rate bears the name of the smaller count alone, or is of what was done of what was due."""
    name, part, whole = _core(scene), scene.words(small), scene.words(large)
    told = _table(scene, small, large)
    # The name of a stage (初中巩固率) says nothing of what the rate counts.
    own = pairs(name[-2:] if told is not None else name) & pairs(part)
    if (own - pairs(whole) or name in part) and not pattern("denied").search(part) and told is not False:
        return True
    if _of_a_kind(scene, small, large):
        return True
    if told is not None or holds_one(scene.name, _CONDITION):
        return bool(told)
    due = pattern("due").search(whole) is not None and pattern("done").search(part) is not None
    if _plain_rate(name) and pattern("due").search(whole) and not pattern("due").search(part):
        return True
    # Of what was sent out and came back, a rate of something else (满意度) says nothing.
    spoken = pattern("doing").search(name) is not None or any(
        sign in part + whole for sign in name[-2:] if sign not in _PLAIN
    )
    return due and ((len(name) < _NAMED and spoken) or linked(name[-2:], part + whole))


def _plain_rate(name: str) -> bool:
    """Whether a rate is of the doing itself, whatever was done (任务完成率), not of something else (投资完成率)."""
    plain = next((word for word in _PLAIN_RATES if name.endswith(word)), "")
    return bool(plain) and (name == plain or name.removesuffix(plain) in _WHATEVER)


def _done_of_due(scene: Scene, small: Item, large: Item) -> bool:
    """Whether two counts are what was done and what was due, of whatever noun: 发放问卷, 收回问卷."""
    if scene.form != "rate" or _table(scene, small, large):
        return scene.form == "rate"
    part, name = scene.words(small), _core(scene)[-2:]
    due = pattern("due").search(scene.words(large)) is not None and pattern("due").search(part) is None
    return due and (pattern("done").search(part) is not None or name in part or _plain_rate(_core(scene)))


def _of_a_kind(scene: Scene, small: Item, large: Item) -> bool:
    """Whether a rate bears the name of a kind (普惠性幼儿园覆盖率) that the smaller of two counts alone is of."""
    kind, own, other = scene.name[:_KIND], stem(small.label), stem(large.label)
    told = len(scene.name) > _KIND + 2 and kind in own and kind not in other
    return told and len(own) > 1 and own[-2:] == other[-2:]


def _worded_of(scene: Scene, small: Item, large: Item) -> bool:
    """Whether a share told with 占 names the larger count as its whole, or is told of these two by their place."""
    behind = large.number > scene.item.number
    if not (scene.whole or scene.name or behind):
        beside = large.number == small.number - 1 and small.number == scene.item.number - 1
        return beside and not (scoped(small.label) or scene.apart)
    if scene.whole and linked(scene.whole, scene.words(large)):
        return small.number < large.number if behind else True
    if behind:
        return small.number == large.number + 1 and _OF_THESE.search(small.label) is not None
    return False


def _close(made: Relation, item: Item, near_by: Fraction = _CLOSE) -> bool:
    """Whether a share that fails lies close to what its figures come to, or one slip of the pen explains it."""
    found = judge(made, explained=False)
    if found is None or found.holds:
        return False
    figure = item.quantity
    within = Fraction(figure.value) * (_HALF if told_in_words(figure) else _ROUGH if figure.step >= _TENTH else near_by)
    return abs(found.off_by) <= max(within, Fraction(figure.step)) or _slipped(made)


def _a_fraction(near: Near, item: Item) -> bool:
    """Whether a share in words is a fraction told as exact: 五分之二, not 近半数, not 三分之一多."""
    start, end = item.quantity.start, item.quantity.end
    around = near.text[max(0, start - 2) : start] + near.text[end : end + 2]
    return "分之" in near.text[start:end] and not holds_one(around, _ABOUT)


def _slipped(made: Relation) -> bool:
    """Whether one slip of the pen explains a share of three digits, among them two digits changed in a short part."""
    accident = chance(made.total.sources[0])
    found = judge(made) if accident <= _LOOSE else None
    if found is None:
        return False
    if found.slip in _SLIPS:
        return True
    return accident <= _SURE and (_one_digit(made.total, found) or swapped_part(made))


def _one_digit(total: Term, found: Judgement) -> bool:
    """Whether the printed share and the computed one differ in one digit."""
    step = printed_step(total)
    printed, meant = str(int(total.value / step)), str(int(rounded(found.computed, step) / step))
    return len(printed) == len(meant) and sum(one != other for one, other in zip(printed, meant, strict=True)) == 1


def _may_fail(near: Near, scene: Scene, made: Relation) -> bool:
    """Whether nothing about a share is masked, hedged, told of another period or far before."""
    item = scene.item
    known = [*scene.back, *scene.ahead]
    inside = sorted([*known, item], key=lambda one: one.number)
    if any(one.quantity.hedge for one in known) or item.quantity.hedge not in {"", "about"}:
        return False
    if (told_in_words(item.quantity) and not _a_fraction(near, item)) or not near.unbroken(inside[0], inside[-1]):
        return False
    narrow = _NARROW.search(scene.name) if scene.form == "of" else None
    if narrow is not None and not any(narrow[0] in scene.words(one) for one in known):
        return False  # 专科及以上学历教师占教师总数的94.78%, beside the numbers of teachers and staff
    if not scene.ahead and of_something_else(scene, known):
        return False
    aged = any(_AGED.search(scene.words(one)) for one in known)
    if scene.name.startswith((*_GROSS, *_ENTERED)) and not (aged or _slipped(made)):
        return False
    close_by = item.paragraph != inside[0].paragraph or item.sentence - inside[0].sentence <= 1
    return not scene.apart or close_by or _slipped(made)

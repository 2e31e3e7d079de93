"""Invented names and impossible codes: nothing here is meant to be a real place or a real person.

Codes use the prefix 99, which GB/T 2260 assigns to no province; coordinates lie in the open sea; identity
numbers are never made.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

PROVINCE, CITY = "衡原省", "望澜市"
HOME_COUNTY = "青澜县"
MOST_COUNTIES = 9801
"""Two digits for the city and two for the county."""

_COUNTY_FIRST = "云霁沐翎霏汐溯榆葭棠菱茗荷菡芙苍翠碧岱崧嵘峻岑巽坤离震兑乾昭晏朗晴暄曜璇琅瑶瑾珞琬珺钰锦绮绫纨素练"
_COUNTY_SECOND = "荻霖岫汀砚筠璟栎椿枫梧槿苇芷苓蓼蒲菖蔓蘅蕙薇藜藿"

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁"
    "任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万"
)
GIVEN_GIRLS = (
    "芳娜敏静秀娟英华慧巧美淑惠珠翠雅芝玉萍红娥玲芬燕彩春菊兰凤洁梅琳素云莲真环雪荣爱妹霞香月莺媛艳瑞"
    "凡佳嘉琼桂娣叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁"
)
GIVEN_BOYS = (
    "伟刚勇毅俊峰强军平保东文辉力明永健世广志义兴良海山仁波宁贵福生龙元全国胜学祥才发武新利清飞彬富顺"
    "信子杰涛昌成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆磊民友裕河哲"
    "江超浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以建家致树炎德行时泰盛"
)

URBAN_PLACES = ("青云街道", "东湖街道", "望岳街道", "南浦街道")
TOWN_PLACES = ("河口镇", "石桥镇", "白沙镇", "柳泉镇", "松岗镇", "安平镇")
RURAL_PLACES = ("云台乡", "竹溪乡", "龙潭乡", "苍坪乡", "梨坪乡", "雁回乡", "茶岭乡", "杉木乡")
PLACES = {"urban": URBAN_PLACES, "town": TOWN_PLACES, "rural": RURAL_PLACES}

VILLAGES = (
    "红星", "向阳", "双河", "青山", "新民", "清水", "石门", "梅岭", "大湾", "古楼", "鹿鸣", "枣林", "上营",
    "下营", "黄坪", "桃源", "平安", "长岭", "泉坝", "金鸡", "马场", "兰田", "高桥", "落星", "柏树", "杨柳",
)  # fmt: skip
URBAN_SCHOOLS = ("实验", "明德", "育才", "文昌", "启明", "东城", "西城", "博雅", "求是", "崇文", "星河", "滨江")


def county_code(county: int) -> str:
    """Return the six-digit code of the county with this number (from 0), in an unassigned province."""
    if not 0 <= county < MOST_COUNTIES:
        raise ValueError(f"county {county}: at most {MOST_COUNTIES} counties can be told apart by code")
    return f"99{county // 99 + 1:02d}{county % 99 + 1:02d}"


def county_name(county: int) -> str:
    """Return an invented name; the first county has the best known one."""
    if county == 0:
        return HOME_COUNTY
    first, second = divmod(county - 1, len(_COUNTY_SECOND))
    turn, first = divmod(first, len(_COUNTY_FIRST))
    return f"{_COUNTY_FIRST[first]}{_COUNTY_SECOND[second]}{'' if turn == 0 else turn + 1}县"


def city_name(county: int) -> str:
    """Return the invented city a county belongs to."""
    return CITY if county < 99 else f"望澜{county // 99 + 1}市"


def school_code(county: int, school: int, *, secondary: bool) -> str:
    """Return a ten-digit school code: category, unassigned province, serial of county and school."""
    return f"{'31' if secondary else '21'}99{county * 64 + school:06d}"


def county_seat(county: int) -> tuple[Decimal, Decimal]:
    """Return longitude and latitude of the county's seat, on a grid in the open sea."""
    row, column = divmod(county, 54)
    return Decimal(124) + Decimal(column) * Decimal("0.8"), Decimal("31.5") - Decimal(row) * Decimal("0.7")


def person(rng: Random, sex: str) -> str:
    """Return an invented name for sex 1 (male) or 2 (female)."""
    given = GIVEN_GIRLS if sex == "2" else GIVEN_BOYS
    pick = rng.random
    name = SURNAMES[int(pick() * len(SURNAMES))] + given[int(pick() * len(given))]
    return name + given[int(pick() * len(given))] if pick() < 0.7 else name

"""Lists that words and places assert as all of their whole: by kinds that exclude each other, by lines, in terms."""

from __future__ import annotations

import pytest
from audit_linear import takes_linear_time
from audit_second_reading import told

SUMS = [
    # Right behind their whole, by kinds of which everyone is one.
    ("学校有教职工96人，其中在编71人，编外{}人。", "25", "22"),
    ("市运会上夺得奖牌{}枚（一等奖8枚，二等奖17枚，三等奖25枚），另有3名学生破纪录。", "50", "52"),
    ("心理教师58人，本科学历42人，大专学历{}人。", "16", "15"),
    ("骨干研修班参训{}人，含高中48人、初中66人、小学72人，结业考核优秀30人。", "186", "196"),
    ("合唱节评出一等奖4个、二等奖8个、三等奖12个，共{}个。", "24", "26"),
    # One to a line, under the figures they divide and above their sum.
    ("全县食堂{}个。按量化等级：\nA级42个\nB级118个\nC级26个\n下一步从严监管。", "186", "196"),
    ("住宿生412人×500元=206000元\n走读生318人×250元=79500元\n合计{}元", "285500", "295500"),
    # What was left with what came in; what went out taken off.
    ("上年结转32.6万元，本年拨入118.4万元，可使用资金{}万元。", "151", "153"),
    ("原有学生1206人，本学期转入32人，转出18人，现有{}人。", "1220", "1230"),
    # Of both terms.
    ("春季资助412人，发放20.6万元；秋季资助436人，发放21.8万元，全年资助848人次、{}万元。", "42.4", "43.4"),
    # Changes accounted for.
    ("在园幼儿比上年减少{}人，系公办园减少217人、民办园减少421人。", "638", "658"),
    ("全县学校比上年少{}所，系撤并8个教学点、关停4所民办园。", "12", "13"),
    # Answers of those asked, a paragraph back.
    ("收回有效问卷{}份。\n选“满意”286人，占65%；“基本满意”101人；“不满意”53人。", "440", "450"),
    # A whole named once more.
    ("全县劝返学生{}人，逐户上门。返校学生中随班就读52人，送教上门18人，转入特校12人。", "82", "80"),
    # Bare figures glued to the names of their kinds.
    ("一中 金9银7铜11 奖牌{}枚；二中 金8银9铜6 奖牌23枚。", "27", "29"),
    # The first figure of the rows of a table.
    ("学校  总人数  男  女\n一中  1204  618  586\n二中  {}  502  484\n三中  765  391  374", "986", "996"),
]


@pytest.mark.parametrize(("text", "right", "wrong"), SUMS)
def test_a_list_asserted_as_all_is_read_whether_it_comes_out_or_not(text: str, right: str, wrong: str) -> None:
    assert all(holds for *_, holds in told(text.format(right)))
    assert any(kind in {"sum", "difference"} and holds for kind, *_, holds in told(text.format(right)))
    assert any(kind in {"sum", "difference"} and not holds for kind, *_, holds in told(text.format(wrong)))


@pytest.mark.parametrize(
    "text",
    [
        "全县适龄儿童3217人，在校就读3189人，送教19人，缓学5人，休学4人，无一人失学。",
        "现有幼儿园97所，其中公办园52所，普惠性民办园38所。",
        "学校有教职工147人，其中在编128人，党员16人。",
        "在省赛上获奖61项，其中一等奖9项，二等奖22项。",
        "有效问卷860份。问最希望改进什么（可多选），选“口味”413人，“搭配”304人，“温度”177人。",
        "今年招聘教师85人。新教师中研究生12人，本科66人。",
        "全县毕业生3126人。毕业生中升入普高1742人，升入中职1186人。",
        "比上年减少7所，主要是3个教学点停办。",
        "上年结余26.4万元，本年收入87.3万元，捐赠收入20万元，可用资金133.7万元。",
        "反馈问题38个。\n公用经费被挤占，涉及7个单位，约谈校长7人。\n大班额由84个减少到31个。",
    ],
)
def test_lists_of_some_and_of_other_things_are_not_called_wrong(text: str) -> None:
    assert not any(kind == "sum" and (not holds or parts == [7, 31]) for kind, parts, _, holds in told(text))


@pytest.mark.parametrize(
    "piece",
    [
        "学校教职工96人，其中在编71人，编外25人，",
        "食堂A级42个\n",
        "一中金9银7铜11",
        "上年结余1万元，本年收入2万元，",
        "春季1人，秋季2人，全年3人次，",
    ],
)
def test_a_long_row_of_one_kind_takes_linear_time(piece: str) -> None:
    takes_linear_time(lambda size: told(piece * (size // len(piece))), 16_000)

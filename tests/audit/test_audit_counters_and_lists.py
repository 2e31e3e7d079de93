"""Rows counted by several units, lists of more than their whole, lists told for each, what is left besides a part."""

from __future__ import annotations

import pytest
from audit_second_reading import told

SUMS = [
    # A row changes its counter as it goes; 个 counts persons and posts too.
    ("全区有托育机构32家，其中公办4所、普惠民办11个、其他民办17家。", [4, 11, 17], 32, True),
    ("检查餐饮单位86家，其中A级12家，B级60家，C级14个。", [12, 60, 14], 86, True),
    ("全镇有教职员工126名，其中一线教师98名，后勤人员20个，保安8位。", [98, 20, 8], 126, True),
    ("全镇有教职员工126名，其中一线教师98名，后勤人员22个，保安8位。", [98, 22, 8], 126, False),
    ("本次招聘教师岗位35个（小学语文12人、小学数学10人、初中英语8人、体育5人）。", [12, 10, 8, 5], 35, True),
    ("本次招聘教师岗位35个（小学语文12人、小学数学10人、初中英语8人、体育6人）。", [12, 10, 8, 6], 35, False),
    # Names without figures behind 分别是 do not end the list.
    ("养老机构58个，其中：县直机构3个，分别是福利院、光荣院、敬老中心；民办敬老院6家，乡镇敬老院14所，村级服务站35个。",
     [3, 6, 14, 35], 58, True),
    # Kinds that exclude each other never come to more than their whole.
    ("领导班子8人，其中校级干部3人，中层干部9人。", [3, 9], 8, False),
    ("教职工25人，其中女教师17人，男教师18人。", [17, 18], 25, False),
    # A comma before a bracket divides nothing.
    ("后勤人员21人，（保育员14人炊事员4人门卫3人）。", [14, 4, 3], 21, True),
    ("后勤人员21人，（保育员14人，炊事员4人，门卫5人）。", [14, 4, 5], 21, False),
    # One figure for each of several names.
    ("现有班级17个，幼儿486人。东园小班、中班各3个，大班4个；西园小中班各2个，大班3个。", [3, 3, 4, 2, 2, 3], 17, True),
    ("有教学班11个，其中一、二年级各1个，三至五年级各2个，六年级3个。", [1, 1, 2, 2, 2, 3], 11, True),
    ("全校30个班，其中七、八年级各10个，九年级11个。", [10, 10, 11], 30, False),
    ("全园9个班，幼儿260人，大班3个，中班3个，小班3个。", [3, 3, 3], 9, True),
    # Shares that make up all of a whole that is itself told with a share.
    ("困难学生5000人，占学生总数的20%。家庭表现好的3000人，占60%；一般的1500人，占30%；较差的500人，占10%。",
     [3000, 1500, 500], 5000, True),
    # Those left besides a part told at length; what 除…外 sets beside it.
    ("核实的122名儿童中，已入学120人，其中特校12人，随班80人，送教28人。2人因病延缓入学。", [120, 2], 122, True),
    ("今年有46个项目，除加固的37个项目外，还计划新建9处。", [37, 9], 46, True),
    ("专兼职教师共计31名。专职教师28名，其中副高级4名，占13%。兼职教师3名。", [28, 3], 31, True),
    # A colon right behind a figure opens its list.
    ("教职工共135人：园长4人。女职工：119人：25岁以下13人；26—35岁37人；36—45岁49人；46岁以上36人。",
     [13, 37, 49, 36], 119, False),
]  # fmt: skip

SILENT = [
    "检查学校46所，发现隐患46处，其中已整改30处，正在整改6处。",
    "组织教师36个工作组入户，发现疑似辍学学生29人。",
    "小学20所，其中村小12所，教学点30个。",
    "教师30人，其中党员12人，女教师20人。",
    "全校教师共12人，其中大专以上学历8人，本科学历6人。",
    "小学12所，城区、乡镇各新建食堂6所。",
    "教师1286人，除2人请假外，还邀请家长200人参加。",
    "全校教师86人，除3人病休外，83人全部参加培训。",
]


@pytest.mark.parametrize(("text", "parts", "total", "holds"), SUMS)
def test_it_reads_the_list(text: str, parts: list[float], total: float, holds: bool) -> None:
    found = [(sorted(map(float, one[1])), float(one[2]), one[3]) for one in told(text) if one[0] == "sum"]
    assert (sorted(map(float, parts)), float(total), holds) in found


@pytest.mark.parametrize("text", SILENT)
def test_it_reads_no_sum_where_none_is_told(text: str) -> None:
    assert [one for one in told(text) if one[0] == "sum"] == []

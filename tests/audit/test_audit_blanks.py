from __future__ import annotations

from itertools import pairwise

import pytest
from audit_linear import takes_linear_time
from audit_prose import ORDINARY
from hypothesis import given
from hypothesis import strategies as st

from junheng.audit import blanks
from junheng.audit.blanks import strays, unreadable
from junheng.audit.engine import audit
from junheng.audit.model import Block, Clean, Document
from junheng.audit.reading import clean as cleaned
from junheng.audit.reading import read_bytes


def clean_of(text: str, name: str = "report.txt") -> Clean:
    return Clean(Document(name, text, (Block("paragraph", 0, len(text)),)), text, (0,), (0,))


def blanks_of(text: str, name: str = "report.txt") -> list[str]:
    return [text[one.start : one.end] for one in blanks.placeholders(clean_of(text, name), ())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("XX县现有小学XX所，学生XXX人。", ["XX", "XX", "XXX"]),
        ("增幅X%，比上年多 X 人。", ["X", "X"]),
        ("到xx年，全县完成验收。", ["xx"]),
        ("20xx年和20XX年，201x年至202X年。", ["20xx", "20XX", "201x", "202X"]),
        ("20**年招收新生，20××年毕业。", ["20**", "20××"]),
        ("**县委办、**县政府办联合发文。", ["**", "**"]),
        ("遵照<**>县的通知，依据〔201_〕9号文件。", ["<**>", "〔201_〕"]),
        ("新建*四中、*六中，撤并*职中。", ["*", "*", "*"]),
        ("全体师生持续学*领悟***思想。", ["*", "***"]),
        ("x府办发〔2019〕3号文件下发。", ["x"]),
        ("今年的__*节，演出__*场。", ["__*", "__*"]),
        ("到位资金______万元，惠及____名学生。", ["______", "____"]),
        ("拿出( )元，改造危房（ ）平方米，撤并（　　）所。", ["( )", "（ ）", "（　　）"]),
        ("×县××乡×××同志被评为优秀教师。", ["×", "××", "×××"]),
        ("共有×所学校，投入×万元。", ["×", "×"]),
        ("○○县教育局召开会议，□□学校参加。", ["○○", "□□"]),
        ("印发《》的通知，依据〔〕号文件。", ["《》", "〔〕"]),
        ("{{学校名称}}现有教师${teachers}人。", ["{{学校名称}}", "${teachers}"]),
        ("【填写学校名称】占地（此处填写数字）亩。", ["【填写学校名称】", "（此处填写数字）"]),
        ("现有中小学处，在校生人，教师人。", ["中小学处", "在校生人", "教师人"]),
        ("建筑面积平方米，总投资万元，入学率达到%。", ["面积平方米", "总投资万元", "达到%"]),
        ("巩固率提高个百分点，达到全市先进水平。", ["提高个百分点"]),
        ("全县现有小学   所，教师    人。", ["   所", "    人"]),
        ("全县共有……所，其他情况良好。", ["……"]),
        ("县教育局\n2021年 月 日", ["年 月 日"]),
        ("县教育局\n2021年月日", ["年月日"]),
        ("生师比小学为 XX;初中为 X。", ["XX", "X"]),
        ("中心组集中学*12次，培训2期。", ["*"]),
        ("手机138****1234，身份证略。", ["****"]),
        ("现有学生人,个教学班(附属幼儿园一所,幼儿人)。", ["学生人", "个教学班", "幼儿人"]),
        ("七年级6个班，共人；八年级6个班，共人。", ["共人", "共人"]),
        ("改造校舍三处，新建 处，安排投资 万元。", [" 处", " 万元"]),
        ("学校共有学生（含幼儿 人），教师（高级20名）。", ["幼儿 人"]),
        ("现有教师共 人，学生约 人，占地近 亩。", [" 人", " 人", " 亩"]),
        ("特教学校送教上门，  名教师结对。", ["  名教师"]),
        ("单位负责人签字：________  填表人（签章）：________", ["________", "________"]),
        ("ⅩⅩ街道于20ⅩⅩ年建园，□□学校误差超过□%，新增学位□个。", ["ⅩⅩ", "20ⅩⅩ", "□□", "□", "□"]),
        ("##县##镇中心校，改造厕所﹏﹏所，学生“ ”人，投入？？万元。", ["##", "##", "﹏﹏", "“ ”", "？？"]),
        ("学校始建于    年，自评等级为    。我乡辖\u3000\u3000个行政村。", ["    ", "    ", "\u3000\u3000"]),
        ("人均宣传成本 元。参训 人次，负责人为   ；", [" 元", " 人次", "   "]),
        ("根据你局 月 日通知，于9月  日前上报，县教发〔2023〕  号。", [" ", " ", "  ", "  "]),
        (
            "关于  年度工作，X教发〔20 〕5号，位于    镇    村，距县城    公里。",
            ["  ", "X", " ", "    ", "    ", "    "],
        ),
        ("第  季度隐患排查  次，现有教师   人（高级  人），达到 %以上。", ["  ", "  ", "   ", "  ", " %"]),
        ("填表人：       审核人：      （公章）", ["       ", "      "]),
        ("全县有学校000所，其中小学00所，自0000年起试点。", ["000", "00", "0000"]),
        ("5月 日,督导组进校。", ["月 日"]),
        ("在县人大常委会会议上\n县教育局局长　***\n各位委员：", ["***"]),
        ("监督电话：0***-68****1。", ["***", "****"]),
        ("如有疑问，请拨打0**-6823***。", ["**", "***"]),
        ("依据教基〔2020〕号文件。", ["〔2020〕号"]),
        ("投入X.X亿元，增长XX.X%。", ["X.X", "XX.X"]),
        ("全县有小学所，初中所，教师名。", ["小学所", "初中所", "教师名"]),
        ("图书册，计算机台，教学班个，巩固率%。", ["图书册", "计算机台", "教学班个", "率%"]),
        ("今年投入   万元用于改造。", ["   万元"]),
        ("2010年月，学校建成。", ["年月"]),
        ("x.建设项目。xx县赴x、x等院校招聘xx名，小学为x，初中为xx。", ["x", "xx", "x", "x", "xx", "x", "xx"]),
        ("依据X教函﹝201X﹞7号文件，20*年以来。", ["X", "﹝201X﹞", "20*"]),
        ("*县第二小学坐落在城东。\n*中学新建。", ["*", "*"]),
        ("**县教育局\n**县人民政府", ["**", "**"]),
    ],
)
def test_it_finds_what_was_left_blank(text: str, found: list[str]) -> None:
    assert blanks_of(text) == found


@pytest.mark.parametrize("sentence", ORDINARY)
def test_it_finds_no_blank_in_ordinary_prose(sentence: str) -> None:
    assert blanks_of(sentence) == []


@pytest.mark.parametrize(
    "text",
    [
        "* 加强领导\n* 落实责任\n* 强化督导",
        "*加强领导\n*落实责任\n*教师队伍建设",
        "教育学生不跟陌生人走，远离陌生人，拒绝陌生人。培训人次，逐年增加。",
        "（补充协议）（填写说明）（插入排序）时间（待定）",
        "面积=长*宽，经费=人数*标准，得分=分值*权重。",
        "名称  面积  平方米  投资  万元",
        "**一、办学条件**\n**投入情况：**逐年增加。**队伍建设**：不断加强。",
        "在教室间、寝室间，设置通道。该片受益人，多为农户。幼儿园所，均已登记。",
        "****\n第一部分\n————\n____________\n第二部分",
        "在校生1234人*，教师56人*。\n*注：不含民办学校。",
        "*为民办学校数据。带*的为教学点。",
        "显著性水平p<0.05*，p<0.01**，相关系数0.35**。",
        "面积为3*4米，体积为2*3*4立方米，2**3等于8。",
        "二○○五年、二〇二〇年、一九○○年、二〇〇年。",
        "年度总结_第1页，file_name_1.docx，教育局工作汇报_县区篇。",
        "2023　年　度　工　作　总　结\n单位：    元\n校　长：　　李明\n主  任：赵  刚",
        "学校    所在地    班级数    教职工\n落实 人、财、物，推进 所有学校。责任 人，多 元；公 元。",
        "审核：陆志和     填表人：韦雪梅\n时间：\n2023年9月\n联系电话：\n0871-1234567",
        "男□女□  年级：一年级□二年级□ 投入大吗?元旦前有多少？名师如何培养？",
        "2023 年 9 月 1 日，各 位 代表：现将  工 作 情 况  报告 如下。本月 日均就餐，全年 月均支出。",
        "见https://example.com/XX/index_xx.html和main()函数。",
        "XX染色体，第XXIV章，MAXXI美术馆，DXXX型号。",
        "- [ ] 待办事项\n- [x] 已办事项",
        "表一 建筑面积（平方米） 投资（万元） 增幅（%）",
        "□是 □否 ☆☆☆ ★★★",
        "图书馆藏书60 000册，学生3 000人，经费12 000元，合1 200 000元。",
        "98年、00年毕业的教师各12人，编号为A00名单和B000所。",
        "增加人、财、物投入。对学校、教师人、财、物统一管理。资助人、受助人均到场。建立图书册、设备台账。计算机台、凳配套。",
        "登记表包括学校名、教师名、学科名。表头填写（教师名）和（学校名）。按教学楼栋、楼层设置消防设施。",
        "各民族和平共 处，团结友爱。附近 人、车的管控。签约 人、见证人。传达 人、责任到人。加大投入 人、财、物。",
        "……此处从略。他说……人要有志气。等等……",
        "出生年月日、入党年月日均需填写。",
        "单价×数量，长×宽×高，每生10元×人数。",
        "一元一次方程ax+b=0中，设为x，解得x=3。",
    ],
)
def test_it_leaves_marks_alone_that_mean_something(text: str) -> None:
    assert blanks_of(text) == []


def test_it_knows_emphasis_in_markdown_from_masked_names() -> None:
    text = "**办学条件**明显改善，__经费__到位，**县和**乡共建。"
    assert blanks_of(text, "report.md") == ["**", "**"]


@pytest.mark.parametrize(
    "line",
    [
        "int xx = ___ ;",
        'printf("XX %d", a[ ]);',
        "SELECT ( ) FROM xx WHERE id = XX;",
        '$("#xx").click(function ( ) { alert("XX"); });',
        "x = ____",
        "S = ( ) × h",
        "    if (XX > 3) { run( ); }",
        "for i in range(XX): print( )",
        'title = "全县有XX所学校"  # 填XX',
        '<input name="XX" value="___">',
        "const xx = ( ) => ___",
    ],
)
def test_program_code_and_formulas_have_no_blanks(line: str) -> None:
    assert blanks_of(f"第三部分 案例\n{line}\n以上为案例。") == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("School: ______ Class: ______", ["______", "______"]),
        ("XX (20XX)", ["XX", "20XX"]),
        ("A. ( ) B. ( )", ["( )", "( )"]),
        ("生师比=XX人", ["XX"]),
        ('"XX县"有( )所学校;', ["XX", "( )"]),
        ("其中入学率（%）=( )", ["( )"]),
        ("详见http://edu.cn/a.html，共XX页", ["XX"]),
        ("用`run( )`计算XX县的结果", ["XX"]),
    ],
)
def test_what_is_no_code_keeps_its_blanks(line: str, found: list[str]) -> None:
    assert blanks_of(f"第三部分 案例\n{line}\n以上为案例。") == found


def test_code_set_as_such_has_no_blanks_and_no_strays() -> None:
    text = "全县有XX所。\n```\n<div>___</div> xx\nrun( )\n```\n调用`XX`和`a[ ]`。教师( )人。"
    clean = cleaned(read_bytes(text.encode(), "a.md"))
    found = [clean.text[one.start : one.end] for one in blanks.placeholders(clean, ())]
    assert found == ["XX", "( )"]
    assert list(strays.find(clean)) == []
    assert list(unreadable.find(cleaned(read_bytes(b"```\nx = 3..5, y = 1O0\n```", "a.md")))) == []


def test_it_takes_no_heading_of_a_table_for_a_missing_number() -> None:
    text = "在校生人，\n教师人，"
    document = Document("t.docx", text, (Block("cell", 0, 5, table=0, row=0, column=0),))
    clean = Clean(document, text, (0,), (0,), (Block("cell", 0, 5, table=0, row=0, column=0),))
    assert [one.start for one in blanks.placeholders(clean, ())] == [6]


@given(st.text(alphabet="X x×*_○□…()（）《》{}年月日所人%20一小学生，。\n\\", max_size=80))
def test_it_never_raises_and_yields_blanks_in_order(text: str) -> None:
    for name in ("a.txt", "a.md"):
        found = list(blanks.placeholders(clean_of(text, name), ()))
        assert all(0 <= one.start < one.end <= len(text) for one in found)
        assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "piece", ["*", "_", "X", "（", "《 ", "生人，", "小学  ", "{{", "…", "**县", "  ", "。", "`XX", "XX=", "( );"]
)
def test_it_takes_time_linear_in_the_length(piece: str) -> None:
    def read(size: int) -> object:
        text = piece * (size // len(piece))
        return list(blanks.placeholders(clean_of(text, "a.md"), ()))

    takes_linear_time(read, 200_000)


def test_it_notes_what_looks_like_a_number_and_cannot_be_read() -> None:
    text = "会议于5月1216日召开，听取汇报。"
    (one,) = unreadable.find(clean_of(text))
    assert (one.kind, text[slice(*one.spans[0])]) == ("unreadable", "5月1216日")
    assert "5月1216日" in one.zh
    assert "5月1216日" in one.en


def test_it_notes_no_unreadable_token_inside_a_blank() -> None:
    clean = clean_of("共有20XX所。")
    masked = list(blanks.placeholders(clean, ()))
    assert list(unreadable.find(clean, [(2, 4)], masked)) == []
    assert [one.spans for one in unreadable.find(clean, [(2, 4)])] == [((2, 4),)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("完成率达到 %。", ["达到 %"]),
        ("完成率达到%。", ["达到%"]),
        ("全县在校生 人，教师12人。", ["在校生 人"]),
        ("总投资 万元，已到位。", ["总投资 万元"]),
        ("完成率达到5 %。", []),
        ("完成率达到 5 %。", []),
        ("完成率达到百分之五 ，增长三 %。", []),
        ("完成率达到  %。", ["  %"]),
    ],
)
def test_a_single_blank_before_a_unit_is_read_as_none(text: str, found: list[str]) -> None:
    assert blanks_of(text) == found


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("监督：家长代表      教师代表      经办人     \n公示完毕。", 3),
        ("园长（签字）：        　　2021年3月", 1),
        ("作者：县电教站  李×\n\n记者从会上获悉。", 1),
        ("分管领导（签字）          主要领导（签字）          \n2022年6月30日", 2),
        ("检查人员：      、      。", 2),
        ("组长      成员\n王芳      李红", 0),
        ("记账员：王芳    出纳：李红    会计：赵明", 0),
        ("每排 4×6个座位，边长  3×\n5。", 0),
    ],
)
def test_it_finds_the_blanks_of_those_who_sign(text: str, count: int) -> None:
    """Signatories beside each other with nothing behind them, names that were masked."""
    assert len(audit(read_bytes(text.encode(), "r.txt")).placeholders) == count


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("优秀单位28家，占比；合格单位132家，占比；不合格单位15家，占比。", ["占比"] * 3),
        ("小学专任教师学历合格率100%，专科以上学历%；初中合格率94%，其中本科以上学历%。", ["历%"] * 2),
        ("35岁以下2417人，所占比例为专任教师的%，36岁至40岁817人，所占比例为%。", ["的%", "为%"]),
        ("参训教师120人次，占；其余未参训。", ["占"]),
        ("今年合格率达到，优秀率为；师生比为1：。", ["率达到", "率为", "比为1："]),
        ("完成投资3000万元，占全年计划的百分之。", ["百分之"]),
        ("全校教师56人，平均年龄岁。", ["年龄岁"]),
        ("巩固率达到99%，占比最高。", []),
        ("年份,2019年,占比,2020年,占比,合计", []),
        ("合格率为100%，占比稳定，比例为1：2.5。", []),
    ],
)
def test_a_clause_breaks_off_before_its_share(text: str, found: list[str]) -> None:
    made = audit(read_bytes(text.encode(), "报告.txt"))
    assert [text[one.start : one.end] for one in made.placeholders] == found


@pytest.mark.parametrize(
    ("text", "blanks"),
    [
        ("全县年将投入资金万元，改造食堂平方米。", ["年将", "资金万元", "食堂平方米"]),
        ("据了解，年全市新建学校3所。", ["年"]),
        ("自年9月起执行，2016年至年共投入3.2亿元。", ["年", "年"]),
        ("桥头镇中心小学占地2亩，投资万元；城南小学投入万元。", ["投资万元", "投入万元"]),
        ("一号楼：×=㎡ ×3间=㎡\n合计: =㎡", ["×=㎡", "=㎡", "=㎡"]),
    ],
)
def test_years_and_the_figures_of_equations_left_out_are_blanks(text: str, blanks: list[str]) -> None:
    found = audit(read_bytes(text.encode(), "r.txt")).placeholders
    assert [text[one.start : one.end].lstrip("至") for one in found] == blanks


@pytest.mark.parametrize(
    "text",
    [
        "全县年投入2亿元，年均增长5%，全年完成。", "到年底，全校年计划完成80%。",
        "单位：投资万元，下同", "点击：[] ![]()", "2021年—年度",
        "规划（2021\n年9月至2023年8月）", "35×18=630㎡，a!=元",
    ],
)  # fmt: skip
def test_yearly_units_of_tables_and_pictures_are_no_blanks(text: str) -> None:
    assert not audit(read_bytes(text.encode(), "r.txt")).placeholders


@pytest.mark.parametrize(
    "text",
    [
        "2016年至年底建成5所，2018年到年末全部达标，2019年—年终完成验收。",
        "教师12人参训，参与率高达，98%。",
        "12所学校全部达标，入学率达到，并保持在98%。",
        "计算公式：总额=元/人×人数，共12项。",
        "共12项指标，单位为%，见下表。",
        "口算题12道：3×=12，6÷=2。",
        "附表12张，单位：投资万元，面积平方米。",
    ],
)
def test_a_figure_behind_a_pause_a_formula_and_a_note_of_units_leave_nothing_blank(text: str) -> None:
    assert not audit(read_bytes(text.encode(), "report.txt")).placeholders

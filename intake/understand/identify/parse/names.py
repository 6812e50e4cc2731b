"""Names of persons: what can be one, told from titles, units and ordinary words."""

from __future__ import annotations

import re

# The surnames of some 99 % of people; rarer ones are taken only where a label stands before them.
_SINGLE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾"
    "夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧"
    "耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪"
    "简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封"
    "谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门"
    "云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀"
    "常赖洪丘畅糜稽竺"
    "衣信展阴昝智幸奉植衡富尧闭由仰渠荀年栾仰阎厍逄郏夷郇幺"
)
_COMPOUND = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 "
    "仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 "
    "段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 "
    "南荣 东里 东宫 仲长 子书 子桑 即墨 淳于 达奚 褚师 纳兰 叶赫 那拉 完颜 耶律".split(" ")
)
SURNAMES = frozenset(_SINGLE)
_TITLES = re.compile(
    r"(?:同志|先生|女士|老师|(?:副|代)?(?:科长|主任科员|主任|书记|局长|处长|镇长|乡长|县长|区长|市长|站长|所长|部长|会长|队长|组长|院长|主席|委员|经理)"
    r"|科员|干事|社工|助理|大学生村官|村官|秘书|常委|党工委书记|民政助理|联络员|文书|会计)+$"
)
_NO_NAME = re.compile(
    r"[局县话号码箱页们的了是在]|[镇村区乡街道办科室组]$|民政|社区|街道|办事|居委|村委|政府|党委|电|手机|时间|日期|单位|姓名|同上|暂无|"
    r"主任|书记|社工|材料|案例|附件|说明|作者|签名|签字|盖章|公章|编辑|编写"
)
# Words that begin with a surname character and stand where names do.
_ORDINARY = frozenset(
    "常务 常年 常见 常规 常住 常委 常用 常抓 常事 洪水 洪涝 丘陵 畅通 畅想 畅谈 周边 方案 高度 成效 经验 全体 任务 金额 万元 时间 单位 常务 党员 安全 和谐 文化 平安 强化 温馨 华东 古镇 花园 马上 白天 黄河 "
    "关于 方法 程序 计划 段落 应当 夏天 石头 车辆 房屋 凌晨 施工 易于 向上 成立 解决 连续 明确 原则 时候 国家 公开 公示 公告 公布 信息 "
    "展示 相关 相片 但是 由于 来源 居民 平台 全市 全县 路上 林业 水利 农业 金融 司法 文明 项目 简介 简报 管理 路径 应急 支部 党委 党办 "
    "支持 利民 利用 富民 祖国 海报 印发 印刷 修改 修订 门户 公共 公益 都市 初稿 终稿 定稿 荣获 宣传 计生 扶贫 武装 包村 牛奶 沙发 景区 "
    "项目部 平台 时代 强村 金融 文艺 房产 成果 高效 常态 党建 方式 办公 民政 社会 综治 基政 党政 为民 便民".split(
        " "
    )
)
_SPACED = re.compile(
    r"(?<=[\u4e00-\u9fff])[ \t\u3000\u00a0]+(?=[\u4e00-\u9fff](?:$|[ \t\u3000、，,；;/（(]))"
)
_DOT = "·•・．∙‧"
_ETHNIC = re.compile(rf"[\u4e00-\u9fff]{{1,6}}(?:[{_DOT}][\u4e00-\u9fff]{{1,8}})+")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")


def person_of(text: str, *, labelled: bool = False) -> str:
    """The name in ``text``, without title; ``""`` when it is none.

    Names of places are not told apart here: who knows the places, asks them too.

    ``labelled``: a label such as 联系人 stands before it, so that rare surnames and 小李 count.
    """
    value = text.strip(" \t\u3000，,。.;；:：（）()【】[]《》")
    ethnic = _ETHNIC.match(value)
    if ethnic:
        return re.sub(f"[{_DOT}]", "·", ethnic[0])
    value = join_spaced(value)
    bare = _TITLES.sub("", value)
    if bare != value and len(bare) == 1 and labelled:
        return ""  # 严科长: only a surname
    value = bare.strip()
    if not _HAN_NAME.fullmatch(value) or value in _ORDINARY or _NO_NAME.search(value):
        return ""
    if value[:2] in _COMPOUND:
        return value if len(value) > 2 else (value if labelled else "")
    if value[0] in "小老" and len(value) <= 3:
        return value if labelled and (value[1] in SURNAMES or len(value) == 2) else ""
    if value[0] not in SURNAMES:
        return value if labelled and len(value) <= 3 else ""
    if len(value) == 4:
        return value if value[1] in SURNAMES else ""
    return value


def is_familiar(name: str) -> bool:
    """小茅, 老卜: enough to ask for, not a full name."""
    return len(name) <= 3 and name[:1] in "小老" and name[:1] not in SURNAMES


def join_spaced(text: str) -> str:
    """王 强 → 王强"""
    parts = text.split()
    if len(parts) > 1 and all(len(part) == 1 for part in parts) and len(parts) <= 4:
        return "".join(parts)
    if len(parts) == 2 and len(parts[0]) == 1 and len(parts[1]) == 1:
        return "".join(parts)
    return text


def persons_in(text: str, *, labelled: bool = False) -> list[str]:
    """The names in a list such as ``张三、李四``, in order."""
    whole = person_of(text, labelled=labelled)
    if whole:
        return [whole]
    found: list[str] = []
    for piece in re.split(r"[、，,；;/／\s]+|(?<=[\u4e00-\u9fff])[（(：:]|\t", _SPACED.sub("", text)):
        name = person_of(piece, labelled=labelled)
        if name and name not in found:
            found.append(name)
    return found

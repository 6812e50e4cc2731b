"""Words that stand before 村 or 社区 without being part of a name."""

from __future__ import annotations

import re

# Never a name, wherever they stand.
_NEVER = """
本 全 各 该 我 我们 你们 他们 咱 咱们 某 某某 每 这 那 哪 两 邻 乡 农 自然 行政 贫困 空心 经济薄弱 薄弱
城乡 城镇 农村 新型农村 农村新型 驻 进 入 到 在 从 所 辖 个 多 几 若干 其他 其它 周边 附近 相邻 邻近 所有
全体 部分 一个 两个 三个 多个 几个 各个 每个 整个 这个 那个 某个 另一个 基层 村居 镇 县 区 市 街道 街居
镇村 乡镇 县镇 市县 区县 撤村建 村转 村改 过渡型 混合型 学习型 服务型 居民 村民 党员 干部 志愿者 全省
全国 全市 全县 全区 全镇 我市 我县 我区 我镇 我街道 市级 县级 区级 省级 省 国 万 千 余 名 家 五型 六型
三型 亿元 老年 儿童 青年 未成年人 残疾人 流动人口 外来人口 和 与 及 或 由 为 以 把 将 让 使 被 对 关于
基于 面向 依托 立足 围绕 聚焦 回到 走进 深入 扎根 拆迁 拆迁安置 商品房 单位 老旧 城郊结合部 涉农 集中居住
农民集中居住 保障房 廉租房
推进 优化 深化 加强 完善 健全 构建 打造 破解 探索 开展 实施 落实 引导 引入 引领 培育
提升 改进 改善 促进 建立 组织 整合 激活 规范 强化 做实 做好 夯实 助力 助推 推动 推行
清理 关爱 化解 解决 建好 办好 管好 配备 选派 派驻 覆盖 联系
一 二 三 四 五 六 七 八 九 十 百 包 帮 挂 来 下 外 内
"""
# A common noun in running text; a name where its town stands before it and its committee behind.
_COMMON = """
小 大 老 新 城中 新建 安置 中心 文明 先进 示范 试点 重点 偏远 城市 新型 智慧 和谐 平安
幸福 美丽 特色 生态 数字 绿色 书香 法治 民主法治 民主 网格 网上 虚拟 国际 现代 现代化
未来 品质 品牌 样板 标杆 优秀 问题 难点 后进 落后 集体 城郊 近郊 远郊 郊区 转型 自治
小康 红色 共建 共治 三社 法治文化 文化 卫星 服务 建设 创新 综合 标准化 规范化 信息化 一流
首个 首批 城市和谐 城乡和谐 首善 宜居 温馨 温暖 活力 魅力 科普
"""
NEVER = frozenset(_NEVER.split())
COMMON = NEVER | frozenset(_COMMON.split())

# Words with which no name begins, though phrases ending in 村 or 社区 often do.
_LONG_OPENERS = """
推进 推动 加强 加快 构建 打造 优化 创新 深化 完善 健全 破解 探索 开展 实施 落实 引导 引入 引领 培育 提升
改进 改善 促进 建立 建成 建好 发动 组织 整合 统筹 激活 激发 规范 强化 做实 做好 做强 夯实 助力 助推 推行
实行 试行 清理 关爱 服务 化解 解决 聚焦 围绕 立足 依托 坚持 创建 创设 实现 运用 利用 通过 按照 根据 针对
为了 关于 由于 随着 以来 以及 并且 而且 但是 因为 所以 如果 虽然 这个 那个 这些 那些 我们 他们 她们 咱们
自己 大家 每个 各个 各级 各类 各镇 各村 多个 几个 两个 三个 一个 目前 现在 当时 近年 去年 今年 明年 如今
过去 以前 后来 位于 地处 座落 坐落 来自 来到 走进 走访 进入 深入 回到 村里 村民 居民 社区 农村 城市 乡村
城乡 进村 进社区 邻村 邻近 周边 附近 其他 其它 所有 全体 部分 大部分 多数 少数 首批 首个 第一批 第二批
试点 示范 街道 乡镇 镇村 镇里 镇上 镇党委 镇政府 县里 区里 市里 区委 县委 市委 区政府 县政府 共有 现有
拥有 设有 成立 组建 一村 一居 一委 做法 经验 案例 村村 户户 家家 人人 天天 成为 作为 变成 新型 智慧 美丽
老旧 关注 支持 鼓励 帮助 参与 带动 带领 联合 协同 协助 指导 监督 监管 考核 评价 评议 管理 治理 自治 共享
公布 公示 公开 改造 改革 改变 转变 转型 撤销 合并 整治 拆迁 安置 搬迁 入驻 驻区 驻点 下沉 下派 选派 选聘
招聘 购买 采购 引进 引来 走出 撬动 点亮 擦亮 照亮 讲好 讲述 记录 问需 问计 赋能 减负 说事 单靠 仅靠 光靠
下决心 决心 决定 着手 率先 全力 大力 主动 积极 努力 牵头 申报 上报 报送 推荐 提交 选送 呈报 供稿 撰写 征集 原来 需要 确需 愿意 认为 最后 同时 比如 平均 其中 下辖 辖区 同一
"""
# Single characters need care: 向阳, 将军, 会堂, 为民, 如意 begin names.
_SHORT_OPENERS = (
    r"在|把|让|使|被|的|了|着|是|也|就|已|该|本|我|某|辖|即|每|但|或|若|而|因|给|跟|变|咱|"
    r"全(?![庄家胜福新])|各(?!庄)|将(?!军)|对(?!河)|向(?![阳东前荣])|从(?![家庄化])|到(?!家)|以(?!文)|为(?!民)|"
    r"与(?!民)|及(?!第)|并(?![州])|有(?![余庄为])|无(?![影名忧])|不(?![老夜])|都(?![市会])|要(?!庄)|会(?![龙堂展仙子])|"
    r"能(?!仁)|可(?![园口])|曾(?![庄楼家店集])|正(?![阳大兴东南义])|又(?!新)|再(?!兴)|还(?!乡)|如(?![意东])|由(?![庄家])|"
    r"村(?![前后头东西南北])|用(?!里)|等(?!驾)|过(?![路风家])|驻(?!跸)|咋|啥"
)
OPENING = re.compile(f"(?:{'|'.join(_LONG_OPENERS.split())}|{_SHORT_OPENERS})")
# 三个社区, 12个村; but 三官庙村 and 八路社区 are names.
COUNT = re.compile(
    r"(?:第)?[0-9一二两三四五六七八九十百千几多数余]+(?:个|余个|多个|家|名)?(?:老|新|小|大|行政|自然|试点)?$"
)
INSIDE = re.compile(
    r"(?<=.)[的了着们是在与及把被让](?=.)|给$|居委会|村委会|业委会|街道办|民政|政府|党委|党组|支部|问题|工作|做法|"
    r"实践|活动|机制|体系|建设|治理|服务|管理|.{2}(?:镇|街道)(?=.)|.[县区](?=..)|.市(?!场)(?=..)"
)
# 办事不出村, 法律进社区, 兑出乡村, 矿区老社区, 新城区社区 are no names; 前进村 is one.
_COUNTED = re.compile(r"[0-9一二两三四五六七八九十百]{1,4}多?个$")  # 原有四十一个村
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年?(?=.)")  # 2015和谐社区
_ENDING = re.compile(r"[出入到不]$|..[乡农]$|[区厂矿院]老$|(?<![前跃奋先新永共同])进$|..[县区]$")
# 村级, 村规 and the like belong to the word before.
NOT_AFTER = r"(?!级|规|务(?!公开栏)|庄|落|容|貌|寨|镇|办|改|企|医|官|干|风|史|情|头|里|中|口|外|内|小学)"
# What may follow a name when it is the author, not a common noun: nothing, a mark, its committee.
SIGNED = re.compile(
    r"$|[^\u4e00-\u9fff]|村民委员会|居民委员会|村委会|居委会|党总支|党支部|党委|两委|服务中心|的"
)


def is_name(stem: str, *, signed: bool = False) -> bool:
    """Whether the characters before 村 or 社区 can be a name: 柳桥, but not 推进农.

    ``signed``: its town stands before it and its committee, or nothing, behind it.
    """
    if stem in (NEVER if signed else COMMON) or COUNT.match(stem):
        return False
    if _ENDING.search(stem) or _YEAR.match(stem) or _COUNTED.search(stem):
        return False
    if OPENING.match(stem) and not (signed and stem in COMMON):
        return False
    return not INSIDE.search(stem) or (signed and stem in COMMON)

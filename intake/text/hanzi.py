"""How usual a character is in Chinese office text: the measure behind every charset decision.

Three tiers come from codec tables: the 3,755 characters of GB 2312 level 1 (rows 0xB0-0xD7) and
the 5,401 of Big5 level 1 (0xA440-0xC67E) were chosen by the standards' authors for frequency.
Only the innermost tier, the characters that make up some 95 % of running text, is listed here.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache

COMMON = frozenset(
    "一丁七万三上下不与专且世业东两严丧个中丰临丹为主丽举乃久么义之乌乏乐乘九也习乡书买乱乳了予争事二于云互五些亡交亦产亩享京亮亲人亿什仁仅今介仍从仓他付代令以仪们仲件价任份仿企伍伏伐休众优会伟传伤伦伴伸似"
    "但位低住体何余作你使例供依侧便促俗保信修倍倒候借值倾假偏做停健偶偿储催像儿允元兄充先光克免党入全八公六兰共关兴兵其具典养兼内再写军农冬冰冲决况冷净准减几凡出击函刀分切刊刑划列刘则刚创初判利别到制刺刻削"
    "前剧剩副割力办功加务动助努励劲劳势勇勤包化北区医十千升午半华协单卖南博占卡卫印危即却卷厂历压厘厚原去县参又及友双反发取受变口古句另只叫召可台史右叶号司吃各合吉吊同名后向吗君否吧含听启吴吸吹呈告员呢周味"
    "呼命和咏咱品响哥哪哭哲唐售唯唱商喂善喊喜喝喷嘴器四回因团园困围固国图圆圈土圣在地场圾均坏坐块坚坡坦垃型城域培基堂堆塔填境墙增墨壁士壮声壳处备复夏外多夜够大天太央失头夹夺奇奋奔奖套女奶她好如妇妹妻始姐姑"
    "姓委姻威娘婆婚子字存孙孝季学孩孵宁它守安宋完宗官定宜宝实审客宣室宪宫害家容宽宾寄密富寒察寨对寻导封将尊小少尔尖尘尚尤就尺尽尾局层居届屋展属山岁岗岛岩岸峰川州巡巢工左巧巨巩差己已巴币市布师希带席帮常幅幕"
    "干平年并幸幼广庄庆床序库应底店府废度座庭康廉延建开异弃弄式引弟张弯弱弹强归当录形彩彭影彻往征径待很律徐徒得循微德心必忆忍志忘忙忠快念忽怀态怎怒怕思急性怪总恐恢恨恩息恰恶患您悬悲情惊惯想愈意感愤愿慈慢懂"
    "戏成我或战戴户房所手才打托执扩扫扬扰扶批找承技把抓投抗折抚抢护报抬抱抵抽担拆拉拍拔拖招拥拨择括拿持挂指按挑挖挤挥振捐损换据授掉掌排掘探接控推措描提插握揭援搞摄摆摇摸撤播操擦支收改攻放政故效敏救教敢散敬"
    "数整文斗料斤断斯新方施旁旅族旗无既日旧早旱时昌明易星映春是显晓晚普景智暂暖暗暴曲更曾替最月有朋服朗望朝期木未末本术朱机杀杂权李材村杜束条来杨松板极构析林果枝枢架某染柔查柱柳柴标栋栏树校株样核根格桂案桌"
    "档桥梁梅梦检棚森植楼概模横次欢欲款歌止正此步武死殊残殡段毁母每毒比毕毛氏民气水永求汇汉汗汛江池污汤汪汽沂沙沛沟没河油治沿泉法泛波泥注泪泰泽洁洋洗洛洞津洪活派流浅测济浓浪浮海涂消涉润淡淮深混清渐渔渡温港"
    "游湖湾湿源滑滚满滴演潜潮激灌火灭灯灰灵灾炭点炼烂烈烟热焦然煤照熟燥爬爱父爷爸片版牌牙牛牧物牵特犯状狂独猛猪献率玉王玩环现珍珠班球理琴瑞瓜瓶甘甚生用田由申电男画界留略疑疗疾病痛登白百的皆皮益监盖盗盘盛盟"
    "目直相盾省看真眼着睡睢督矛知矫短石矿码砂研砖破础硬确碍碧碰磨示礼社祖祝神祥票禁福离秀私秋种科秒秘租秦积称移稀程稍税稳稻究穷空穿突窃窗立站竞竟章童端竹笔符第等筑答策签简算管箱篇籍米类粗粘粮精糊系素索紧紫"
    "累繁纠红约级纪纯纲纳纵纷纸纹纽线练组细织终绍经结绕给绝统继绩绪续绳维综绿缓编缘缝缺网罗罚罢置美群翻老考者而耕耗耳职联聚肃肉股肩肯育胆背胜胡胸能脉脑脚脱脸腐腰腾腿臂臣自至致舍舞舟航般船良艰色艺节花芳芽苏"
    "苗若苦英范茶草荒荣药荷莫获菜营落葬蓝蔬薄藏虎虑虚虽血行街衡衣补表袋被裁装西要见观规视览觉角解触言警计订认讨让训议讯记讲许论讼设访证评识诈诉词试诗诚话该详语误说请诸读课谁调谈谋谓谢谱谷豆象貌贝负贡财责败"
    "货质贫购贯贴贵贸费贺贾资赌赏赛赞赠走赵赶起超越趣足跃跑距跟跨路跳践踏蹈身车轨转轮软轻载较辆辉输辛边达迁过迎运近还这进远违连迫述迷迹追退送适逃逆选透逐递途通速造逻遇遍道遗遭遵避邓那邦邪邮邳邻郑部郭都配酒"
    "醒采释里重野量金鉴针钟钢钱铁铜银铸铺链销锁锅锋锐错键锻镇镜长门闪闭问间闹闻阅阔队防阳阴阵阶阻阿附际陆陈降限院除险陵陶陷隆随隐隔障难雄集雨雪零需震露青静非靠面革音页顶项顺须顾顿预领频颗题颜额风飞食饭饱馆"
    "首香马驻验骗骨高魏鱼鲁鲜鸡麦黄黑默鼓齐龄龙"
)


def _codec_range(codec: str, leads: range, trails: tuple[range, ...]) -> frozenset[str]:
    found = set()
    for lead in leads:
        for trail in (low for span in trails for low in span):
            try:
                found.add(bytes((lead, trail)).decode(codec))
            except UnicodeDecodeError:  # rows end early
                continue
    return frozenset(found)


LEVEL_ONE = _codec_range("gb2312", range(0xB0, 0xD8), (range(0xA1, 0xFF),))
LEVEL_TWO = _codec_range("gb2312", range(0xD8, 0xF8), (range(0xA1, 0xFF),))
TRADITIONAL = _codec_range("big5", range(0xA4, 0xC7), (range(0x40, 0x7F), range(0xA1, 0xFF))) - LEVEL_ONE

# Log-odds of a character in good text against text in a wrong codec, rounded; tuned on prose,
# lists of names, classical and traditional text on one side, all pairs of codecs on the other.
_HANZI = ((COMMON, 2.5), (LEVEL_ONE, -0.4), (LEVEL_TWO, -1.2), (TRADITIONAL, -1.5))
_RARE = -3.0
_RANGES = (  # first, last, weight
    (0x00, 0x08, -4.0),
    (0x0E, 0x1F, -4.0),
    (0x20, 0x7E, 0.0),
    (0x7F, 0x9F, -4.0),
    (0xA0, 0x17F, 0.0),
    (0x391, 0x3C9, 0.0),  # Greek letters are used as symbols
    (0x400, 0x45F, -0.3),
    (0x180, 0x1DFF, -2.0),
    (0x3041, 0x30FE, -0.5),
    (0x3105, 0x312F, -1.5),
    (0x3400, 0x4DBF, _RARE),
    (0xA000, 0xABFF, _RARE),
    (0xAC00, 0xD7A3, -1.0),
    (0xE000, 0xF8FF, -3.0),  # private use
    (0xF900, 0xFAFF, _RARE),
    (0xFF61, 0xFFDC, -2.0),  # half-width katakana: Shift-JIS read where there is none
    (0xFFFD, 0xFFFD, -6.0),
    (0x1F000, 0x1FAFF, 0.0),  # emoji
    (0x10000, 0x3FFFF, _RARE),
    (0xF0000, 0x10FFFF, -3.0),
)


@cache
def weight(character: str) -> float:
    """Evidence for good text (above 0) or a wrong codec (below 0); 0 says nothing."""
    point = ord(character)
    if 0x4E00 <= point <= 0x9FFF:
        return next((value for tier, value in _HANZI if character in tier), _RARE)
    for first, last, value in _RANGES:
        if first <= point <= last:
            return value
    return -4.0 if unicodedata.category(character) in {"Cn", "Cs"} else 0.0


def weigh(text: str) -> tuple[float, int]:
    """The sum of weights of ``text``, and how many of its characters have one."""
    total, counted = 0.0, 0
    for character, times in Counter(text).items():
        if points := weight(character):
            total += points * times
            counted += times
    return total, counted

"""Adverts and fraud, by the weight of their words against the words of the call."""

from __future__ import annotations

import re
from typing import Final

from intake.text.fold import nfkc

ENOUGH: Final = 2.0  # points, after those of the call's words are taken off
ENGLISH: Final = 1.2  # points for a letter in English, which no unit writes
OURS: Final = 2.5  # the call's words count no more than this

_Weights = tuple[tuple[re.Pattern[str], float], ...]


def _table(*rows: tuple[str, float]) -> _Weights:
    return tuple((re.compile(pattern), weight) for pattern, weight in rows)


_ADVERTS: Final = _table(
    (r"退订|取消订阅|不想?再?(?:收到|接收)(?:此类|该类|我们|类似)|unsubscribe|opt-?out", 2.0),
    (r"(?:代|可|需)?开[^。]{0,6}(?:发|發)?[票漂]|发票(?:代理|代办|业务|优惠)|税点|增值税|抵扣", 1.6),
    (r"优惠|特价|特惠|折扣|\d折|直销|直供|团购|[一二三四五六七八九\d]折|促销|满减|立减|秒杀|大促|限时|抢购|低至|仅[需售]|原价|现价|赠送|送\d{1,4}|买一送一|钜惠|惠民价", 1.4),
    (r"培训班|研修班|研讨班|培训课程|公开课|讲座|师资|诚聘|研学|报名费|培训费|会务费|食宿统一|费用自理|授课(?:专家|老师|师资)|报名从速|额满为止|会务组|课程(?:大纲|安排|收益|对象)|主讲|讲师|名师|学员|结业证|招生|研讨会|高峰论坛|峰会", 1.3),
    (r"我(?:公司|司|厂|们公司)|本(?:公司|厂)|公司(?:专业|主营|成立|是一家|致力)|厂家|有限公司|品牌|代理商|经销商|加盟|招商|机构(?:常年|专业|提供|简介)|公司简介|常年承接|专业(?:承接|团队|从事|提供|制作)|一站式|资质齐全|上门服务|外包服务|劳务派遣|编辑部", 1.2),
    (r"报价|价格|单价|批发|采购|订购|订货|选购|下单|成交|起订|包邮|发货|货到|样品|免费(?:试用|寄样|设计|咨询|体验|领取|听课|试听|演示)", 1.3),
    (r"欢迎(?:来电|致电|咨询|选购|订购|订阅|洽谈|合作|垂询|报名)|(?:咨询|服务|订购|报名|客服|招商|业务)(?:热线|电话|专线|qq|微信)|加(?:我)?(?:微信|qq)|扫(?:描)?(?:下方|码)|微信公众号|客服", 1.3),
    (r"尊敬的(?:客户|用户|会员|商家|企业|贵宾)|贵公司|贵企业|贵单位如|老板|财务(?:负责人|经理)|经理(?:/|您好)|亲爱的(?:用户|客户|会员)", 1.0),
    (r"论文(?:发表|代写|润色)|核心期刊|期刊(?:征稿|约稿)|版面费|职称评审|包发表|征订|订阅价|邮发代号|征订|订书|丛书|每册|录用通知", 1.6),
    (r"贷款|信用卡|理财|股票|基金|保险(?:产品|方案)|投资(?:回报|收益)|放款|额度|无抵押|低息", 1.5),
    (r"(?:资质|证书|商标|专利|iso\d*|认证)(?:代办|办理|申请|咨询)|代办|代理记账|注册公司|挂靠", 1.3),
    (r"印刷|画册|宣传册|展板|广告牌|标识标牌|制作(?:费|周期)|设备|系统(?:软件|平台)|软件(?:产品|系统)|解决方案|产品(?:介绍|目录|手册|资料|优势)|智能(?:终端|设备|门禁)|监控|净水|空调|健身器材", 0.9),
    (r"旅游|机票|酒店|茶叶|月饼|礼品|白酒|大闸蟹|团购|体检套餐|会展|展会|展位|参展", 1.1),
    (r"点击(?:下方|下面|此处|这里|链接|查看|购买|报名)|立即(?:购买|报名|订购|抢购|咨询|领取|注册|体验|申请)|马上(?:报名|抢)|名额有限|先到先得|报名截止|免费", 0.9),
    (r"元/(?:人|本|份|册|套|件|平|月|年|天)|\d{1,6}元(?:起|包)|每[人册本套份月]\d{1,6}元|[￥¥]\d", 1.2),
    (r"群发|营销|代?运营|试运营|月费|推广|seo|网站建设|域名|短信平台|流量|粉丝|(?:企业)?邮箱名录|客户名录|大数据获客", 1.3),
)  # fmt: skip
_FRAUDS: Final = _table(
    (r"(?:邮箱|邮件|账[号户]|帐[号户])[^。]{0,12}(?:异常|升级|停用|冻结|过期|到期|失效|扩容|迁移|关闭|注销|锁定|封停|清理|审核|备案|超出|已满|将满|受限|不足)", 2.0),
    (r"(?:验证|核实|确认|激活|登记|更新|填写|完善)(?:您的?|你的|本人|个人)?(?:邮箱|账[号户]|帐[号户]|身份|密码|信息|员工信息|银行卡)", 1.6),
    (r"点(?:击|此|这里)(?:下方|下面|以下|此处|这里|链接|附件|进入|登[录陆]|按钮|进行)?[^。]{0,12}(?:链接|验证|升级|登[录陆]|激活|确认|恢复|解冻|领取|办理|备案)", 1.6),
    (r"(?:密码|口令)[^。]{0,8}(?:过期|到期|失效|泄露|重置|修改)|保留(?:当前|原)密码", 1.5),
    (r"(?:\d+|二十四|四十八)小时(?:内|之内)[^。]{0,16}(?:停用|关闭|冻结|删除|失效|处理|完成|验证|升级|暂停|无法)|否则[^。]{0,20}(?:停用|停止|关闭|冻结|注销|删除|无法(?:收发|使用)|丢失|封)", 1.6),
    (r"(?:填写|提供|提交|回复|登记|输入)[^。]{0,16}(?:银行卡|身份证号?|卡号|验证码|个人信息|密码)", 1.8),
    (r"邮件[^。]{0,8}(?:被(?:拦截|隔离|阻止)|未投递|待接收|延迟)|(?:放行|释放)(?:邮件)?|您有[^。]{0,6}(?:共享|加密|语音)[^。]{0,6}(?:文件|留言)", 1.6),
    (r"避免[^。]{0,14}(?:丢失|影响|停用|无法)|以免[^。]{0,14}(?:丢失|影响|停用|无法)|防止[^。]{0,10}(?:停用|丢失)", 1.0),
    (r"系统管理员|邮件(?:系统)?(?:管理员|管理中心|服务中心|管理部)|网络(?:安全|信息)中心|it(?:支持|服务|部)|helpdesk|mailadmin|webmail", 1.0),
    (r"中奖|获奖用户|幸运(?:用户|观众|儿|之?星)|随机抽[选中]|领奖|(?:先|需)(?:付|缴|交)(?:邮费|保证金|押金)|一等奖|二等奖|奖金|奖品|抽奖|抽中|大奖|公证处|手续费|个人所得税", 1.7),
    (r"(?:工资|社保|医保|劳动|个税|财政|养老|岗位|疫情|薪资|综合|防暑|高温)[^。]{0,6}(?:补贴|津贴|退税|补助)[^。]{0,30}(?:领取|申领|办理|扫码|认证|登记|申请)|扫(?:描)?(?:码|下方|二维码)[^。]{0,12}(?:领取|认证|办理|登记|申领|验证)", 2.4),
    (r"遗产|继承人?|巨额|美元|百万|基金会|律师[^。]{0,10}客户|合作意向[^。]{0,20}资金|转移资金|洗黑钱", 1.3),
    (r"比特币|btc|勒索|黑客|木马|(?:录下|偷拍|摄像头)[^。]{0,20}(?:视频|画面)|不雅|支付[^。]{0,6}赎金|已(?:入侵|控制)", 2.4),
    (r"etc|快递[^。]{0,10}(?:失败|异常|滞留|理赔)|包裹[^。]{0,10}(?:扣留|滞留)|法院传票|传票|涉嫌|公安局?[^。]{0,8}(?:通缉|调查)|冻结[^。]{0,6}(?:账|资金)|征信|(?:社保|医保|银行|信用)卡[^。]{0,8}(?:停用|冻结|异常|限制|失效)", 1.5),
    (r"交友|寂寞|少妇|同城约|一夜情|援交|小姐(?:服务|上门)|博彩|赌场|彩票|六合彩|时时彩|百家乐|色情|裸聊|美女(?:直播|上门)|约炮|壮阳|伟哥|包养|刷单|兼职(?:日|月)结|日赚|日入|高薪兼职|返利|(?:本科|大专|毕业|学历)证|文凭|学历提升|代考|办证|内幕(?:消息|股)|稳赚", 2.6),
    (r"(?:发票|账单|对账单|订单|付款(?:凭证|通知)|合同|报税|律师函)[^。]{0,12}(?:请(?:点击|查看|下载|打开|解压)|见附件|附件)[^。]{0,16}(?:密码|解压|\.exe|\.iso|\.html?|启用)", 2.0),
    (r"https?://(?:\d{1,3}\.){3}\d{1,3}|https?://[^\s/]{1,60}\.(?:xyz|top|icu|tk|ml|cf|gq|buzz|click|cyou|vip|shop)\b", 1.4),
    (r"https?://\S{1,200}\.(?:exe|scr|apk|js|vbs|jar|hta)\b", 2.0),
)  # fmt: skip
_CALL: Final = _table(
    (r"案例", 0.8),
    (r"报送|上报|呈报", 0.8),
    (r"民政(?:局|办|处|科|所|厅)|基政|居委会|村委会|办事处|社区(?:居|治理)|街道|村民|居民", 0.5),
    (
        r"各(?:县|区|镇|处室|科室|街道|单位)|准时参加|特此通知|办公室|贵处|处长|科长|老领导|我(?:县|区|镇|街道|村|局|办|市)",
        0.5,
    ),
    (r"汇总表|推荐表|电子稿|正文|修改稿|通知要求|截止(?:日期|时间)", 0.5),
)
_LATIN: Final = re.compile(r"[a-z]{3,}")
_HANZI: Final = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH: Final = _table(
    (r"dear (?:sir|madam|friend|customer|user|client|valued|purchas|manager|beneficiary|account|e-?mail|winner)", 1.2),
    (r"quotation|best price|manufactur|factory|supplier|moq|fob|samples?\b|export|wholesale|catalog|our products?|cooperat|purchase order|product list|company profile", 1.5),
    (r"invoice|payment|overdue|remittance|bank (?:transfer|account)|swift|proforma|wire transfer", 1.0),
    (r"lottery|winner|prize|million (?:us )?dollars|inheritance|next of kin|beneficiary|donation|compensation fund|usd ?\d|\$\s?\d", 2.0),
    (r"verify your|account (?:has been|will be|is) |suspend|click (?:here|below|the link)|password (?:expir|will)|mailbox (?:is|quota|storage|full|upgrade)|update your|unusual (?:sign|activity)|validate", 2.0),
    (r"viagra|casino|bitcoin|\bbtc\b|crypto|forex|loan|dating|sexy|replica|rolex|seo |backlink|web ?design|guest post|rank(?:ing)? (?:on|your)", 2.2),
    (r"unsubscribe|newsletter|limited time|free trial|special offer|discount|promotion|webinar|call for papers|journal", 1.5),
)  # fmt: skip


def judge_unwanted(subject: str, text: str, sender: str) -> tuple[str, str]:
    """Whether a mail is ``advert`` or ``spam``, and the words that decided; ``("", "")`` for neither."""
    spaced = nfkc(f"{subject}\n{text[:6000]}").lower()
    letters = len(_LATIN.findall(spaced))
    hanzi = len(_HANZI.findall(spaced))
    if letters >= 12 and hanzi < letters / 4:
        return _judge_english(spaced)
    joined = re.sub(r"[\s*_·.．\-—|\\]+(?=[\u4e00-\u9fff])", "", spaced)
    joined = re.sub(r"[ \t　]+", "", joined)
    advert, why_advert = _weigh(joined, _ADVERTS)
    fraud, why_fraud = _weigh(joined, _FRAUDS)
    ours, _ = _weigh(joined, _CALL)
    if _is_robot(sender):
        advert += 0.3
    ours = min(ours, OURS)
    if fraud - ours >= ENOUGH and fraud >= advert:
        return "spam", why_fraud
    if advert - ours >= ENOUGH:
        return "advert", why_advert
    return "", ""


def _judge_english(text: str) -> tuple[str, str]:
    points, why = _weigh(text, _ENGLISH)
    return ("spam", why) if points >= ENGLISH else ("", "")


def _weigh(text: str, table: _Weights) -> tuple[float, str]:
    points = 0.0
    words: list[str] = []
    for pattern, weight in table:
        found = dict.fromkeys(match.group(0)[:12] for match in pattern.finditer(text))
        if found:
            points += weight * (1 + 0.4 * min(2, len(found) - 1))
            words.append(min(found, key=len))
    return points, "、".join(words[:3])


def _is_robot(sender: str) -> bool:
    return bool(re.match(r"(?:no-?reply|newsletter|edm|market|sales|promo|info|service|ad)", sender))

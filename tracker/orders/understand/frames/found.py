"""What a frame says of a clause."""

from __future__ import annotations

from typing import Literal

from tracker.orders.understand.intents import Guess, Wish

# Wishes; a guess where something is missing; the sentence takes itself back; not this frame's clause.
Found = list[Wish] | Guess | Literal["hold"] | None

MAIL_UNCLEAR = "没有看懂要对这封来信做什么"
CASE_UNCLEAR = "没有看懂要改什么"
CASE_UNCLEAR_VALUE = "没有看懂“{0}”指哪一项，写法如：3号镇改{0}"
WHICH_CASE = "没有写明是哪一篇，请写案例编号"
CASE_UNKNOWN = "没有找到所说的是哪一篇，请写案例编号"
WHICH_OTHER = "没有写明和哪一篇合并"
WHICH_KEPT = "没有写明留哪一篇"
ROW_GIVEN = "写的是表中的序号，请写案例编号"
WHICH_UNIT = "请写明一个单位和它的一个邮箱"
WHICH_UNIT_REMINDED = "请写明提醒哪个单位"
WHOSE_TIME = "请写明是哪个单位；给全体的，写“全体”"
WHICH_DAY = "请写明延到哪一天"
PART_ONLY = "只改其中几个字的，请把改好的全文写一遍"
QUESTION = "像是在问，没有照办"
EXCEPTED = "有例外的单位，请写明提醒哪些"
TWO_WAYS = "写了不止一种"
UNSURE = "没有全看懂"
CONDITION = "附有条件"
TOLD = "像是在说以前的事，没有照办"
OF_OTHERS = "像是别人的想法，没有照办"
CHECKING = "像是在核对以前的事，没有照办"
ODD_VALUE = "“{0}”不像是这一栏的内容"
WHICH_TOWN = "同名的有{0}"
EVERY = "每周、每天的还不能定，请写明哪一天"
NOT_AT_ONCE = "像是要到时候再办"
FOR_OTHERS = "像是要给别人，材料只发给您本人"
NO_VERSION = "来信的附件不能直接换作新稿，只能放到这篇一并留存"
LEFT_TO_US = "没有写明怎么办"

"""是否: yes or no, from 是/否, 有/无, √/×, Y/N, 成功/未成功, ☑是 □否 or a ticked box's TRUE."""

from __future__ import annotations

from ..fieldtype import FieldType, rejected
from ..form import Field
from ..values import Raw, Value, show
from ._ticks import EMPTY, TICKED, key, marked

_YES = {"是", "有", "对", "y", "yes", "true", "1", "成功", "已", "已确认", "确认", "有效", "v"} | set(TICKED)
_NO = {"否", "无", "不是", "没有", "n", "no", "false", "0", "不成功", "未成功", "失败", "未", "未确认", "无效"} | set(
    EMPTY
)
_CROSSES = {"×", "x", "✗", "✘", "╳"}


def parse(raw: Raw, field: Field) -> Value:
    if isinstance(raw, bool):
        return raw
    word = key(show(raw))
    if word in _YES:
        return True
    if word in _NO | _CROSSES:
        return False
    ticked = [name for is_ticked, name in marked(show(raw)) if is_ticked]
    if len(ticked) == 1 and ticked[0] in _YES | _NO:
        return ticked[0] in _YES
    raise rejected("yes_no", raw, field)


TYPE = FieldType("yes_no", "是否", parse)

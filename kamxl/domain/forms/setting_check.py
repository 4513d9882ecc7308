"""设置·自定规则: what this department wants of its forms beyond the built-in rules, a row each, without Python."""

from ..check import kinds
from ..findings import Severity
from ..form import Field, Form, Layout

FORM = Form(
    id="setting_check",
    zh="自定规则",
    en="Own rules",
    layout=Layout.LIST,
    doc_no="DKH-BD-36",
    titles=("自定义规则", "本部门规则"),
    kept_by=("settings",),
    key=("form", "field", "kind", "need", "when"),
    fields=(
        Field(id="form", zh="表单", en="Form", required=True),
        Field(id="field", zh="字段", en="Field", required=True),
        Field(
            id="kind",
            zh="检查",
            en="Check",
            type="choice",
            required=True,
            choices=tuple(kind.zh for kind in kinds().values()),
            aliases=("检查方式", "检查类型"),
        ),
        Field(id="need", zh="要求", en="Wanted", long=True, aliases=("检查要求", "条件")),
        Field(id="when", zh="前提", en="Only if", aliases=("适用条件", "仅当"), long=True),
        Field(id="words", zh="提示语", en="Words", long=True, aliases=("提示", "提示文字")),
        Field(id="remedy", zh="怎么改", en="Remedy", long=True, aliases=("改法",)),
        Field(
            id="severity",
            zh="级别",
            en="Severity",
            type="choice",
            choices=tuple(severity.zh for severity in Severity),
            aliases=("严重程度",),
        ),
        Field(id="active", zh="启用", en="In force", type="yes_no", aliases=("是否启用",)),
    ),
)

"""Messages about 设置.xlsx: the setting, what is wrong with it, and what it may be."""

from ..text import Message

MESSAGES = {
    "login_twice": Message(
        "登录名“{value}”登记给了两个人。",
        "The login “{value}” is given to two people.",
        "请为每人填写不同的登录名。",
        "Give each person a login of their own.",
    ),
    "delegate_unknown": Message(
        "代理人“{value}”不在人员表里，或就是本人。",
        "The delegate “{value}” is not among the people, or is the same person.",
        "请填写人员表里另一个人的姓名。",
        "Name another person of the 人员 sheet.",
    ),
    "delegate_dates": Message(
        "代理人“{value}”没有写全代理的起止日期，代理不生效。",
        "The delegate “{value}” has no first or last day, so nobody stands in.",
        "请填写代理开始和代理结束日期。",
        "Fill in both 代理开始 and 代理结束.",
    ),
    "order": Message(
        "“{last}”（{end}）早于“{first}”（{start}）。",
        "“{last}” ({end}) is before “{first}” ({start}).",
        "请核对这两个日期。",
        "Check the two dates.",
    ),
    "rule_unknown": Message(
        "没有名为“{value}”的规则。",
        "There is no rule called “{value}”.",
        "可以设置的规则：{known}。",
        "The rules that can be set: {known}.",
    ),
    "rule_twice": Message(
        "规则“{value}”写了两次，以第一次为准。",
        "The rule “{value}” stands twice; the first holds.",
        "请删除多余的一行。",
        "Delete the surplus row.",
    ),
    "rules_contradict": Message(
        "规则互相矛盾：{reason}；两项都按默认值处理。",
        "The rules contradict each other: {reason}; both keep their defaults.",
        "请让 A级累计占比 不大于 B级累计占比。",
        "Make A级累计占比 no greater than B级累计占比.",
    ),
    "out_of_range": Message(
        "规则“{name}”的取值“{value}”超出范围，按默认值处理。",
        "The value “{value}” of the rule “{name}” is out of range; the default holds.",
        "允许的范围：{limits}。",
        "Allowed: {limits}.",
    ),
    "kpi_unknown": Message(
        "没有名为“{value}”的指标。",
        "There is no KPI called “{value}”.",
        "可以填写的指标：{known}。",
        "The KPIs: {known}.",
    ),
    "band": Message(
        "评分规则是“区间”，但区间下限“{low}”和区间上限“{high}”没有写全或颠倒了。",
        "The scoring rule is 区间, but its edges “{low}” and “{high}” are incomplete or swapped.",
        "请填写区间下限和区间上限，下限不大于上限。",
        "Fill in 区间下限 and 区间上限, the lower one first.",
    ),
    "weight": Message(
        "权重“{value}”不在 0% 到 100% 之间，按 0 处理。",
        "The weight “{value}” is not between 0 % and 100 %; it counts as 0.",
        "请填写例如 20%。",
        "Write 20%, for example.",
    ),
    "form_unknown": Message(
        "没有名为“{value}”的表单。",
        "There is no form called “{value}”.",
        "表单名称：{known}。",
        "The forms: {known}.",
    ),
    "field_unknown": Message(
        "“{form}”没有名为“{value}”的字段。",
        "{form} has no field called “{value}”.",
        "它的字段：{known}。",
        "Its fields: {known}.",
    ),
    "alias_taken": Message(
        "别名“{value}”已经是字段“{field}”的名称，不能再指别的字段。",
        "The alias “{value}” already names the field “{field}”.",
        "请换一个不会混淆的别名。",
        "Choose an alias that cannot be confused.",
    ),
    "day_twice": Message(
        "日期 {value} 登记了两次。",
        "The day {value} is entered twice.",
        "请只保留一行。",
        "Keep one row.",
    ),
}

"""Messages about KPIs: what cannot be asked, and why a figure has no value."""

from ..text import Message

MESSAGES = {
    "unknown": Message(
        "没有名为“{text}”的指标。",
        "There is no KPI called “{text}”.",
        "可用的指标：{known}。",
        "The KPIs: {known}.",
    ),
    "unknown_scope": Message(
        "看不懂范围“{text}”：既不是区域、专员，也不是客户名称或档案编号。",
        "“{text}” is not a region, a specialist, a customer or a file number.",
        "已知的区域和专员：{known}。留空表示全部门；客户请写全称或档案编号。",
        "Known regions and specialists: {known}. Blank means the whole department; give a customer's full name or number.",
    ),
    "no_scope_of": Message(
        "{name}({role})不负责客户，没有个人指标。",
        "{name} ({role}) keeps no customers and has no KPI figures.",
        "请写一个区域、专员或客户，或留空表示全部门。",
        "Give a region, a specialist or a customer, or leave it blank for the whole department.",
    ),
    "not_appraised": Message(
        "{name} 在 {quarter} 不参加考核。",
        "{name} is not appraised in {quarter}.",
        "参加考核的是在职的经理、专员和内勤；请核对“设置·人员”里的角色和在职日期。",
        "The manager, the specialists and the clerk are; check their roles and dates in 设置·人员.",
    ),
    "not_for_period": Message(
        "“{kpi}”按{kinds}统计，{period}没有数值。",
        "“{kpi}” is measured by {kinds}; {period} has no value.",
        "请改用按{kinds}的期间，而不是{kind}。",
        "Ask for a period by {kinds}, not {kind}.",
    ),
    "not_begun": Message(
        "{period}还没有开始（今天是 {today}），“{kpi}”没有数值。",
        "{period} has not begun (today is {today}): “{kpi}” has no value.",
        "请核对期间；到期后刷新即可。",
        "Check the period, or refresh when it has begun.",
    ),
    "no_denominator": Message(
        "{scope}在{period}没有可作分母的记录，“{kpi}”（{definition}）没有数值。",
        "{scope} has nothing to divide by in {period}: “{kpi}” ({definition}) has no value.",
        "请核对期间和范围；确实没有业务发生时显示“—”是正常的。",
        "Check the period and the scope; where nothing happened “—” is right.",
    ),
    "scored_in_q4": Message(
        "“{kpi}”是年度指标，只在第四季度评分，其权重由其他指标分担。",
        "“{kpi}” is a yearly KPI and scored in the fourth quarter only; the others share its weight.",
        "第四季度再看这一项。",
        "See it in the fourth quarter.",
    ),
    "no_target": Message(
        "“{kpi}”没有设置目标值或区间，不能评分。",
        "“{kpi}” has no target or band and cannot be scored.",
        "请在 设置.xlsx 的“指标”表中填写。",
        "Fill it in on the 指标 sheet of 设置.xlsx.",
    ),
    "not_rated": Message(
        "{year}年度还没有{person}的“{item}”评分。",
        "{person} has no rating of “{item}” for {year} yet.",
        "请在“满意度与服务规范评分”表中登记 1–5 分的评分。",
        "Enter a rating from 1 to 5 on the 满意度与服务规范评分 sheet.",
    ),
}

"""Messages about calls of ``KAM_*`` functions: why a cell shows #VALUE! or #N/A."""

from ..text import Message

MESSAGES = {
    "unknown": Message(
        "没有名为 {name} 的函数。",
        "There is no function {name}.",
        "可用的函数：{known}。",
        "The functions: {known}.",
    ),
    "argument_count": Message(
        "{function} 的参数个数不对（给了 {count} 个）。",
        "{function} was given {count} arguments.",
        "请按括号里的参数填写，方括号里的可以省略。",
        "Give the arguments in the brackets; those in square brackets may be left out.",
    ),
    "no_argument": Message(
        "参数“{argument}”是空的。",
        "The argument “{argument}” is empty.",
        "请填写“{argument}”。",
        "Give “{argument}”.",
    ),
    "one_value": Message(
        "这里只能给一个值，却给了 {count} 个单元格。",
        "One value is wanted here, and {count} cells were given.",
        "请只引用一个单元格。",
        "Refer to a single cell.",
    ),
    "shapes": Message(
        "几片单元格的行数、列数对不上。",
        "The ranges have different numbers of rows or columns.",
        "请让各参数的行数、列数相同，或只有一行、一列。",
        "Give ranges of the same size, or of a single row or column.",
    ),
    "error_argument": Message(
        "参数里有错误值 {error}。",
        "An argument is the error value {error}.",
        "请先改正被引用的单元格。",
        "Correct the cell that is referred to first.",
    ),
    "no_count": Message(
        "参数“{argument}”应是 1 到 {most} 的整数，而不是“{value}”。",
        "The argument “{argument}” must be a whole number from 1 to {most}, not “{value}”.",
        "请填写 1 到 {most} 的整数。",
        "Give a whole number from 1 to {most}.",
    ),
    "unknown_by": Message(
        "看不懂分组“{text}”。",
        "“{text}” is not a way to group.",
        "请写区域、专员、客户或部门，或留空。",
        "Write 区域, 专员, 客户 or 部门, or leave it blank.",
    ),
    "quarter_wanted": Message(
        "考核按季度，“{period}”不是季度。",
        "Appraisals are quarterly; “{period}” is not a quarter.",
        "请写成 2026Q3 这样的季度。",
        "Give a quarter such as 2026Q3.",
    ),
    "no_score": Message(
        "{person}({role})在{period}没有可计的考核得分。",
        "{person} ({role}) has nothing to score in {period}.",
        "请核对人员和季度，以及 设置.xlsx“指标”表中的权重。",
        "Check the person and the quarter, and the weights on the 指标 sheet of 设置.xlsx.",
    ),
    "customer_wanted": Message(
        "“{text}”不是客户。",
        "“{text}” is not a customer.",
        "请写客户全称或档案编号。",
        "Give a customer's full name or file number.",
    ),
    "no_grade": Message(
        "{customer}截至{period}的四个季度没有销售额，也不在合作中，没有等级。",
        "{customer} had no sales in the four quarters to {period} and was not active: it has no grade.",
        "请核对客户和期间。",
        "Check the customer and the period.",
    ),
    "no_request": Message(
        "台账里没有编号为“{number}”的申请。",
        "The ledger has no request “{number}”.",
        "请核对编号；尚未提交的申请没有状态。",
        "Check the number; a request that was not submitted has no state.",
    ),
}

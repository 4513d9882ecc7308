"""Messages of the rules: each finding says which field, what is wrong and how to fix it."""

from ..text import Message

MESSAGES = {
    "broken_rule": Message(
        "kamxl 自己的规则“{rule}”出错了({reason}),这不是您填写的问题。",
        "kamxl's own rule “{rule}” failed ({reason}); this is not a fault of the form.",
        "其余规则照常检查;请把这条信息发给维护人员。",
        "The other rules were checked all the same; please send this line to the maintainers.",
    ),
    "required": Message(
        "必填项“{field}”没有填写。",
        "The required field “{field}” is empty.",
        "请在此单元格填写“{field}”。",
        "Fill in “{field}” in this cell.",
    ),
    "missing_label": Message(
        "这张“{form}”上找不到必填项“{field}”的标签。",
        "This {form} has no label for the required field “{field}”.",
        "请补上“{field}”一栏;如果本部门用别的叫法,请登记到 设置.xlsx 的“字段别名”表。",
        "Add “{field}”; if your department calls it something else, enter that in 字段别名 of 设置.xlsx.",
    ),
    "unsure_form": Message(
        "标题像“{form}”,但认出的标签太少,没有读取。",
        "The title says {form}, but too few labels were recognised; it was not read.",
        "请核对标签是否齐全:{fields}。",
        "Check that the labels are there: {fields}.",
    ),
    "date_order": Message(
        "“{field}”({end})早于“{earlier}”({start})。",
        "“{field}” ({end}) is before “{earlier}” ({start}).",
        "请核对两个日期,改正写错的一个。",
        "Check both dates and correct the wrong one.",
    ),
    "date_plausible": Message(
        "“{field}”{day} 的年份不合情理。",
        "The year of “{field}” {day} is unlikely.",
        "请核对年、月、日后重新填写。",
        "Check year, month and day and type it again.",
    ),
    "date_future": Message(
        "“{field}”{day} 晚于今天({today}),而这件事应已发生。",
        "“{field}” {day} is after today ({today}), though it should have happened.",
        "请核对年、月、日;还没发生的事请等发生后再填。",
        "Check year, month and day; fill it in when it has happened.",
    ),
    "staff_sum": Message(
        "“{field}”是 {value},但中方 {chinese} 人加外方 {foreign} 人是 {total} 人。",
        "“{field}” is {value}, but {chinese} Chinese and {foreign} foreign staff make {total}.",
        "请核对三个人数,使中方人数 + 外方人数 = 职工人数。",
        "Check the three numbers so that Chinese and foreign staff add up to the total.",
    ),
    "negative_amount": Message(
        "“{field}”是负数({value})。",
        "“{field}” is negative ({value}).",
        "请填写不小于 0 的数。",
        "Give a number that is not below 0.",
    ),
    "unique_number": Message(
        "“{field}”{value} 重复,{where} 也用了这个编号。",
        "“{field}” {value} is not unique: {where} bears it, too.",
        "请核对后给其中一份换新的编号。",
        "Give one of them another number.",
    ),
    "duplicate_record": Message(
        "这一行与 {where} 重复(“{field}”:{value})。",
        "This row repeats {where} (“{field}”: {value}).",
        "请核对;确属重复就删除一行。",
        "Check; delete one of them if it is the same.",
    ),
    "duplicate_customer": Message(
        "“{field}”{value} 与“{other}”是同一客户,已在 {where} 建档。",
        "“{field}” {value} is the same customer as “{other}”, filed at {where}.",
        "请合并为一份档案,并统一客户名称。",
        "Merge the two profiles and use one name.",
    ),
    "customer_known": Message(
        "客户“{value}”没有档案。",
        "The customer “{value}” has no profile.",
        "请核对客户名称,或先建立客户档案表。",
        "Check the name, or file a customer profile first.",
    ),
    "customer_spelt": Message(
        "客户“{value}”没有档案,可能是“{meant}”。",
        "The customer “{value}” has no profile; perhaps “{meant}” is meant.",
        "请改为档案中的客户名称“{meant}”,或先建立客户档案表。",
        "Write “{meant}” as in its profile, or file a profile first.",
    ),
    "person_known": Message(
        "“{field}”里的“{value}”不在人员表里。",
        "“{value}” in “{field}” is not among the people.",
        "已登记的人员:{known}。请核对姓名,或在 设置.xlsx 的“人员”表里添加。",
        "Known people: {known}. Check the name, or add it to 人员 in 设置.xlsx.",
    ),
    "region_known": Message(
        "“{field}”里的“{value}”不是已登记的区域。",
        "“{value}” in “{field}” is not a known region.",
        "已登记的区域:{known}。",
        "Known regions: {known}.",
    ),
    "request_known": Message(
        "“{field}”{value}:没有这个编号的申请。",
        "“{field}” {value}: there is no request of that number.",
        "请核对编号;没有申请过的须先提交申请。",
        "Check the number; what was not applied for must be applied for first.",
    ),
    "request_spelt": Message(
        "“{field}”{value}:没有这个编号的申请,可能是 {meant}。",
        "“{field}” {value}: there is no such request; perhaps {meant} is meant.",
        "请核对编号,确认后改为 {meant}。",
        "Check the number and change it to {meant}.",
    ),
    "claim_within_budget": Message(
        "“{field}”{value} 使申请 {request} 的报销合计达到 {total} 元,超过预算 {budget} 元。",
        "“{field}” {value} brings the claims on request {request} to {total} yuan, above its budget of {budget} yuan.",
        "请核对金额;确需超支的须重新申请预算。",
        "Check the amount; overspending needs a fresh approval.",
    ),
    "record_owed": Message(
        "{customer} 的拜访(“{field}”{value})应在 {due} 前填写拜访记录,现在还没有。",
        "The visit to {customer} (“{field}” {value}) has no visit record, due by {due}.",
        "请在客户拜访记录表补填一行;无论是否成功都要填写。",
        "Add a row to the visit records, successful or not.",
    ),
    "minimum_calls": Message(
        "“{field}”{value} 次,少于规定:每周 {minimum} 次,按每个工作日计 {daily} 次。",
        "“{field}” is {value}, below the minimum of {minimum} a week ({daily} by the daily minimum).",
        "请核对次数,或在“问题”栏说明原因。",
        "Check the number, or give the reason under 问题.",
    ),
    "status_dates": Message(
        "状态是“{status}”,但“{field}”没有填写。",
        "The status is {status}, but “{field}” is empty.",
        "请填写“{field}”,或改正状态。",
        "Fill in “{field}”, or correct the status.",
    ),
    "status_not_lost": Message(
        "“{field}”填了 {value},但状态是“{status}”。",
        "“{field}” says {value}, but the status is {status}.",
        "客户确已流失就把状态改为“流失”,否则清空“{field}”。",
        "Set the status to 流失 if the customer is lost, else clear “{field}”.",
    ),
    "lost_digits": Message(
        "“{field}”以数字存放({value}),超过 15 位的部分已经丢失。",
        "“{field}” is stored as a number ({value}); digits beyond the 15th are lost.",
        "请先把单元格设为文本,再重新输入全部数字。",
        "Format the cell as text and type all digits again.",
    ),
    "handover_parties": Message(
        "“{field}”与移交人是同一个人({value})。",
        "“{field}” is the same person as the one who hands over ({value}).",
        "请填写另一位接收人。",
        "Name another person.",
    ),
}

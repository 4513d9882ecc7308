"""Messages about the quarterly report."""

from ..text import Message

MESSAGES = {
    "not_a_quarter": Message(
        "“{period}”不是一个季度，季度报告不能生成。",
        "“{period}” is not a quarter; the quarterly report cannot be made.",
        "请写成 2026Q3 或 2026年第3季度。",
        "Write 2026Q3 or 2026年第3季度.",
    ),
    "not_ours": Message(
        "{path} 已存在，而且不是 kamxl 生成的报告，没有覆盖。",
        "{path} exists and is not a report made by kamxl; it was not overwritten.",
        "请换一个输出文件名，或用 --into 把报告放进这个工作簿；文件没有被改动。",
        "Choose another output name, or put the report into this workbook with --into; the file was not changed.",
    ),
    "placeholder": Message(
        "看不懂占位符 {text}。",
        "The placeholder {text} cannot be understood.",
        "请写成 {{{{kpi.churn}}}}、{{{{kpi.plan_rate[2026Q3,华东]}}}} 或 {{{{kpi.plan_rate.target}}}}；该单元格没有改动。",
        "Write {{{{kpi.churn}}}}, {{{{kpi.plan_rate[2026Q3,华东]}}}} or {{{{kpi.plan_rate.target}}}}; the cell was not changed.",
    ),
    "retyped": Message(
        "{sheet}!{cell} 原由 kamxl 填写为“{written}”，后来被改成“{now}”，没有再覆盖。",
        "{sheet}!{cell} was filled with “{written}” by kamxl and has since been changed to “{now}”; it was left alone.",
        "如要恢复自动填写，请在该单元格重新写入占位符 {template}。",
        "To have it filled again, write the placeholder {template} into the cell.",
    ),
    "taken": Message(
        "{path} 里已有名为“{sheet}”的工作表，不是 kamxl 放入的；报告页改名为“{name}”。",
        "{path} has a sheet “{sheet}” that kamxl did not put there; the report's sheet is called “{name}”.",
        "不需要处理；如要用原名，请先给自己的工作表改名。",
        "Nothing to do; rename your own sheet first if you want the plain name.",
    ),
    "nothing_to_share": Message(
        "没有可以共享给 {customer} 的数据（{period}）。",
        "There is nothing to share with {customer} ({period}).",
        "请内勤在“信息共享表”中登记该客户的商品、销售数量和库存数量后重试；没有生成文件。",
        "Let the clerk enter the customer's items, sales and stock in 信息共享表 and try again; no file was made.",
    ),
    "broken_reading": Message(
        "读取 {path} 时 kamxl 自身出错（{reason}）。",
        "kamxl itself failed while reading {path} ({reason}).",
        "这不是您的错误：请把这条信息和该工作簿发给 kamxl 的维护者；其他工作簿照常汇总。",
        "This is not your mistake: send this message and the workbook to kamxl's maintainers; the others are included.",
    ),
    "worker_died": Message(
        "读取 {path} 的进程意外终止（内存不足或文件异常），已跳过。",
        "The process that read {path} died (out of memory, or a pathological file); it was skipped.",
        "请用 Excel 打开该工作簿，另存为 .xlsx 后重试。",
        "Open the workbook in Excel, save it as .xlsx and try again.",
    ),
    "no_scheduler": Message(
        "连接不上 Dask 调度器 {address}：{reason}。",
        "Cannot reach the Dask scheduler {address}: {reason}.",
        "请检查地址和网络，或去掉 --scheduler 在本机运行；没有生成文件。",
        "Check the address and the network, or run on this machine without --scheduler; no file was made.",
    ),
    "no_extra": Message(
        "这个功能需要另外安装：pip install kamxl[{extra}]。",
        "This needs an extra: pip install kamxl[{extra}].",
        "安装后重试；没有生成文件。",
        "Install it and try again; no file was made.",
    ),
    "unreachable": Message(
        "无法访问 {place}：{reason}。",
        "Cannot reach {place}: {reason}.",
        "请检查地址、网络和登录信息；没有生成文件。",
        "Check the address, the network and the credentials; no file was made.",
    ),
    "unchecked": Message(
        "部门共有 {books} 个工作簿、{records} 条记录，数量很大，跨工作簿的检查（客户是否建档、编号是否重复等）没有做。",
        "The department has {books} workbooks and {records} records: too many for the checks that cross workbooks.",
        "需要时请对有关工作簿运行 kamxl validate。",
        "Run kamxl validate on the workbooks concerned when you need them.",
    ),
    "is_folder": Message(
        "{path} 是文件夹，不是工作簿。",
        "{path} is a folder, not a workbook.",
        "请在 -o 后写完整的文件名，例如 {path}/大客户部KPI.xlsx。",
        "Give a full file name after -o, such as {path}/大客户部KPI.xlsx.",
    ),
}

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
    "is_folder": Message(
        "{path} 是文件夹，不是工作簿。",
        "{path} is a folder, not a workbook.",
        "请在 -o 后写完整的文件名，例如 {path}/大客户部KPI.xlsx。",
        "Give a full file name after -o, such as {path}/大客户部KPI.xlsx.",
    ),
}

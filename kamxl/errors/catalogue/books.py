"""Messages about workbooks as files."""

from ..text import Message

MESSAGES = {
    "not_found": Message(
        "找不到工作簿：{path}。",
        "Workbook not found: {path}.",
        "请检查文件名和所在文件夹。",
        "Check the file name and its folder.",
    ),
    "not_a_workbook": Message(
        "{path} 不是 Excel 工作簿，或文件已损坏。",
        "{path} is not an Excel workbook, or it is damaged.",
        "请用 Excel 打开它确认内容，再另存为 .xlsx 后重试；文件没有被改动。",
        "Open it in Excel to check, save it as .xlsx and try again; the file was not changed.",
    ),
    "encrypted": Message(
        "{path} 设置了打开密码，无法读取。",
        "{path} is protected by a password to open and cannot be read.",
        "请在 Excel 的“文件 → 信息 → 保护工作簿”中取消打开密码后重试；文件没有被改动。",
        "Remove the password in Excel (File → Info → Protect Workbook) and try again; the file was not changed.",
    ),
    "locked": Message(
        "{path} 正由 {owner} 打开，现在不能写入。",
        "{path} is open by {owner} and cannot be written now.",
        "请等对方关闭后重试，或在其 Excel 中操作；文件没有被改动。",
        "Try again when it is closed, or work in that Excel; the file was not changed.",
    ),
    "read_only_format": Message(
        "{path} 是 {suffix} 格式，kamxl 只能读取，不能写入。",
        "{path} is a {suffix} file: kamxl reads it but does not write it.",
        "请在 Excel 中另存为 .xlsx 后重试；文件没有被改动。",
        "Save it as .xlsx in Excel and try again; the file was not changed.",
    ),
    "cannot_write": Message(
        "无法写入 {path}：{reason}。",
        "Cannot write {path}: {reason}.",
        "请检查文件夹是否只读、磁盘是否已满；原文件没有被改动。",
        "Check whether the folder is read-only or the disk is full; the original file was not changed.",
    ),
    "no_sheet": Message(
        "{path} 里没有名为“{sheet}”的工作表。",
        "{path} has no sheet named “{sheet}”.",
        "现有工作表：{sheets}。请核对名称。",
        "Its sheets: {sheets}. Check the name.",
    ),
    "cannot_read": Message(
        "无法读取 {path}：{reason}。",
        "Cannot read {path}: {reason}.",
        "请检查您是否有权限打开它、网络盘是否连接；文件没有被改动。",
        "Check that you may open it and that the network drive is connected; the file was not changed.",
    ),
    "damaged_sheet": Message(
        "{path} 的工作表“{sheet}”已损坏，无法读取（{reason}）。",
        "The sheet “{sheet}” of {path} is damaged and cannot be read ({reason}).",
        "请用 Excel 打开并修复后另存；文件没有被改动。",
        "Open and repair it in Excel and save it; the file was not changed.",
    ),
    "sheet_too_large": Message(
        "{path} 的工作表（{part}）从第一个到最后一个单元格有 {rows} 行 × {columns} 列，超出可处理的范围。",
        "A sheet of {path} ({part}) reaches over {rows} rows × {columns} columns, which is too many.",
        "多半是很远处误填了一个单元格：按 Ctrl+End 找到它，删除多余的行和列后保存；文件没有被改动。",
        "A stray cell stands far away: find it with Ctrl+End, delete those rows and columns, save; the file was not changed.",
    ),
}

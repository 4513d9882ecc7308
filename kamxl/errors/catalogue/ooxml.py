"""Messages about the inside of workbooks: what cannot be edited without loss, and why."""

from ..text import Message

_UNTOUCHED_ZH, _UNTOUCHED_EN = "文件没有被改动。", "The file was not changed."

MESSAGES = {
    "damaged": Message(
        "{path} 内部已损坏({detail})。",
        "{path} is damaged inside ({detail}).",
        "请用 Excel 的“打开并修复”处理后重试;" + _UNTOUCHED_ZH,
        "Repair it in Excel (Open and Repair) and try again. " + _UNTOUCHED_EN,
    ),
    "hostile": Message(
        "文件结构可疑,已拒绝处理({detail})。",
        "The file is built in a suspicious way and was refused ({detail}).",
        "请确认文件来源;如果可信,请在 Excel 中另存一份后重试。" + _UNTOUCHED_ZH,
        "Check where it comes from; if you trust it, save a copy in Excel and use that. " + _UNTOUCHED_EN,
    ),
    "bad_xml": Message(
        "工作簿的部件 {part} 内容有误({detail})。",
        "Part {part} of the workbook is malformed ({detail}).",
        "请用 Excel 的“打开并修复”处理后重试;" + _UNTOUCHED_ZH,
        "Repair it in Excel (Open and Repair) and try again. " + _UNTOUCHED_EN,
    ),
    "too_large": Message(
        "{path} 太大({part},上限 {megabytes} MB)。",
        "{path} is too large ({part}, limit {megabytes} MB).",
        "请删去不用的行、列和图片,或拆成几个工作簿。" + _UNTOUCHED_ZH,
        "Remove unused rows, columns and pictures, or split it. " + _UNTOUCHED_EN,
    ),
    "cannot_read": Message(
        "无法读取 {path}:{reason}。",
        "Cannot read {path}: {reason}.",
        "请检查权限,或等占用它的程序关闭后重试。",
        "Check permissions, or try again when the program that holds it is closed.",
    ),
    "rights_managed": Message(
        "{path} 受信息权限管理(IRM)保护。",
        "{path} is protected by information rights management (IRM).",
        "请由文件的所有者取消限制访问后重试。" + _UNTOUCHED_ZH,
        "Ask its owner to lift the restriction. " + _UNTOUCHED_EN,
    ),
    "signed": Message(
        "{path} 带有数字签名,改动会使签名失效。",
        "{path} is digitally signed; a change would void the signature.",
        "请在 Excel 中删除签名,或另存一份未签名的副本。" + _UNTOUCHED_ZH,
        "Remove the signature in Excel, or work on an unsigned copy. " + _UNTOUCHED_EN,
    ),
    "changed": Message(
        "{path} 在处理过程中被别人改动了。",
        "{path} was changed by somebody else meanwhile.",
        "请重试;对方的改动没有丢失。",
        "Try again; the other change is not lost.",
    ),
    "changed_since": Message(
        "{path} 在上次 kamxl 保存之后又有改动,撤销会丢掉这些改动。",
        "{path} was changed after kamxl last saved it; undoing would lose that.",
        "如确要恢复,请加 --force;" + _UNTOUCHED_ZH,
        "Add --force to restore it all the same. " + _UNTOUCHED_EN,
    ),
    "no_backup": Message(
        "{path} 没有可以恢复的备份。",
        "{path} has no backup to restore.",
        "kamxl 只能撤销自己的保存;备份在工作簿旁的 .kamxl/backup 文件夹里。",
        "kamxl undoes its own saves only; backups are in .kamxl/backup beside the workbook.",
    ),
    "verify_failed": Message(
        "写出的文件与预期不符({detail}),已放弃保存 {path}。",
        "What was written differs from what was meant ({detail}); {path} was not saved.",
        "请检查磁盘后重试;若再次出现,请把该文件发给管理员。原文件没有被改动。",
        "Check the disk and try again; if it recurs, report the file. The original was not changed.",
    ),
    "bad_cell": Message(
        "“{cell}”不是有效的单元格地址或区域。",
        "“{cell}” is no cell address or area.",
        "请写成 B5 或 A1:C9。",
        "Write it like B5 or A1:C9.",
    ),
    "bad_value": Message(
        "{where}:单元格不能存放 {value}。",
        "{where}: a cell cannot hold {value}.",
        "请改成普通的数、日期或文字(日期不早于 1900-01-01,不带时区)。",
        "Give a plain number, date or text (no date before 1900-01-01, no time zone).",
    ),
    "text_too_long": Message(
        "{where}:文字有 {length} 个字符,单元格最多 {limit} 个。",
        "{where}: the text has {length} characters; a cell takes {limit}.",
        "请缩短文字。" + _UNTOUCHED_ZH,
        "Shorten it. " + _UNTOUCHED_EN,
    ),
    "merged_interior": Message(
        "{sheet}!{cell} 在合并区域 {area} 内部,写入的内容不会显示。",
        "{sheet}!{cell} is inside the merged area {area}; what is written there is not shown.",
        "请写入合并区域的左上角单元格。" + _UNTOUCHED_ZH,
        "Write to the area's top left cell. " + _UNTOUCHED_EN,
    ),
    "array_range": Message(
        "{sheet}!{cell} 属于数组公式区域 {area},不能单独改动。",
        "{sheet}!{cell} belongs to the array formula in {area} and cannot be changed alone.",
        "请在 Excel 中整体修改该数组公式。" + _UNTOUCHED_ZH,
        "Change the whole array in Excel. " + _UNTOUCHED_EN,
    ),
    "datatable_range": Message(
        "{sheet}!{cell} 属于模拟运算表 {area},不能单独改动。",
        "{sheet}!{cell} belongs to the data table {area} and cannot be changed alone.",
        "请在 Excel 中修改该模拟运算表。" + _UNTOUCHED_ZH,
        "Change the data table in Excel. " + _UNTOUCHED_EN,
    ),
    "disordered": Message(
        "工作表“{sheet}”第 {row} 行附近的行列次序混乱,无法安全写入。",
        "Rows or cells of sheet “{sheet}” are out of order near row {row}; writing there is not safe.",
        "请用 Excel 打开并保存一次后重试。" + _UNTOUCHED_ZH,
        "Open and save it in Excel once, then try again. " + _UNTOUCHED_EN,
    ),
    "no_cells": Message(
        "“{sheet}”不是普通工作表(可能是图表工作表),没有单元格可写。",
        "“{sheet}” is no ordinary worksheet (a chart sheet perhaps): it has no cells.",
        "请选择普通工作表。" + _UNTOUCHED_ZH,
        "Choose an ordinary worksheet. " + _UNTOUCHED_EN,
    ),
    "too_many_styles": Message(
        "工作簿的单元格样式已达上限 {limit}。",
        "The workbook has reached the limit of {limit} cell styles.",
        "请在 Excel 中清理多余样式。" + _UNTOUCHED_ZH,
        "Clean up unused styles in Excel. " + _UNTOUCHED_EN,
    ),
    "beta_format": Message(
        "{path} 是 Office 2007 测试版的格式,现在的 Excel 也打不开。",
        "{path} is in the format of an Office 2007 beta, which Excel itself no longer opens.",
        "请向文件的作者索取新格式的文件。" + _UNTOUCHED_ZH,
        "Ask its author for a file in the final format. " + _UNTOUCHED_EN,
    ),
    "bad_name": Message(
        "“{name}”不能用作名称。",
        "“{name}” cannot be a defined name.",
        "名称以字母、汉字或下划线开头,不含空格。",
        "A name begins with a letter or an underscore and has no blanks.",
    ),
    "data_too_long": Message(
        "要存入工作簿的内容“{name}”太长({length} 个字符,上限 {limit})。",
        "The data “{name}” for the workbook is too long ({length} characters, limit {limit}).",
        "请把较长的内容存放在部门文件夹中。",
        "Keep longer data in the department's folder.",
    ),
    "sheet_exists": Message(
        "{path} 里已有名为“{sheet}”的工作表。",
        "{path} already has a sheet named “{sheet}”.",
        "请换一个名称,或先给原表改名。" + _UNTOUCHED_ZH,
        "Use another name, or rename that sheet first. " + _UNTOUCHED_EN,
    ),
    "bad_sheet_name": Message(
        "“{sheet}”不能用作工作表名称。",
        "“{sheet}” cannot be the name of a sheet.",
        "名称最多 31 个字符,不含 [ ] : * ? / \\,不以单引号开头或结尾。",
        "At most 31 characters, none of [ ] : * ? / \\, no single quote at either end.",
    ),
    "not_ours": Message(
        "{path} 的工作表“{sheet}”不是 kamxl 添加的,不会替换或删除它。",
        "Sheet “{sheet}” of {path} was not added by kamxl and is neither replaced nor removed.",
        "如需删除,请在 Excel 中操作;或给它改名后重试。" + _UNTOUCHED_ZH,
        "Delete it in Excel, or rename it and try again. " + _UNTOUCHED_EN,
    ),
    "last_sheet": Message(
        "“{sheet}”是 {path} 里唯一的工作表,不能删除。",
        "“{sheet}” is the only sheet of {path} and cannot be removed.",
        "请先添加别的工作表。" + _UNTOUCHED_ZH,
        "Add another sheet first. " + _UNTOUCHED_EN,
    ),
    "sheet_in_use": Message(
        "工作表“{sheet}”正被 {where} 引用,删除会使其出错。",
        "Sheet “{sheet}” is used by {where}; removing it would break that.",
        "请先改掉该引用。" + _UNTOUCHED_ZH,
        "Change that reference first. " + _UNTOUCHED_EN,
    ),
    "cannot_graft": Message(
        "工作表“{sheet}”不能移入另一个工作簿({detail})。",
        "Sheet “{sheet}” cannot be moved into another workbook ({detail}).",
        "请去掉表中不支持的内容(如数据透视表)后重试。" + _UNTOUCHED_ZH,
        "Remove what is not supported (a pivot table, say) and try again. " + _UNTOUCHED_EN,
    ),
    "note_of_another": Message(
        "{sheet}!{cell} 已有 {author} 的批注,不会覆盖。",
        "{sheet}!{cell} already has a note by {author}; it is not overwritten.",
        "请在 Excel 中回复或删除该批注后重试。" + _UNTOUCHED_ZH,
        "Answer or delete that note in Excel and try again. " + _UNTOUCHED_EN,
    ),
}

"""Messages about recalculating a workbook: why a result was left as it was."""

from ..text import Message

MESSAGES = {
    "unable": Message(
        "计算引擎算不了这个公式（{why}），保留原来的结果。",
        "The engine cannot compute this formula ({why}); its old result stays.",
        "用 Excel 打开并重新计算即可得到新结果。",
        "Open the workbook in Excel to have it computed.",
    ),
    "left_alone": Message(
        "公式里的 {function} 与随机数、界面或外部数据有关，保留原来的结果。",
        "{function} depends on chance, on the view or on data elsewhere; the old result stays.",
        "需要时请在 Excel 中重新计算。",
        "Recalculate it in Excel where it matters.",
    ),
    "data_table": Message(
        "模拟运算表保留原来的结果。",
        "A what-if data table keeps its old results.",
        "需要时请在 Excel 中重新计算。",
        "Recalculate it in Excel where it matters.",
    ),
    "no_department": Message(
        "没有找到部门文件夹，KAM 函数保留原来的结果。",
        "No department folder was found; KAM functions keep their old results.",
        "请用 --dept 指定部门文件夹。",
        "Name the department folder with --dept.",
    ),
    "other_size": Message(
        "数组公式现在占 {new}，而文件里是 {old}，保留原来的结果。",
        "The array formula now fills {new}, the file says {old}; its old results stay.",
        "请在 Excel 中打开，让它重新溢出，或按新的大小重新输入数组公式。",
        "Open it in Excel so that it spills anew, or enter the array formula again at its new size.",
    ),
    "disagree": Message(
        "两个计算引擎的结果不同，保留原来的结果。",
        "Two engines disagree; the old result stays.",
        "请在 Excel 中重新计算并核对这个单元格。",
        "Recalculate in Excel and check this cell.",
    ),
    "no_engine": Message(
        "没有安装计算引擎 formualizer({reason})。",
        "The engine formualizer is not installed ({reason}).",
        "请运行 pip install 'kamxl[recalc]'。",
        "Run pip install 'kamxl[recalc]'.",
    ),
    "no_second": Message(
        "--strict 需要第二个计算引擎 formulon({reason})。",
        "--strict needs a second engine, formulon ({reason}).",
        "请运行 pip install 'kamxl[strict]',或去掉 --strict。",
        "Run pip install 'kamxl[strict]', or leave out --strict.",
    ),
    "not_verified": Message(
        "工作表“{sheet}”写入前的自检没有通过，什么都没有写。",
        "The check before writing the sheet “{sheet}” failed; nothing was written.",
        "文件没有被改动；请把这个工作簿发给维护人员。",
        "The file was not changed; please send the workbook to the maintainers.",
    ),
    "elsewhere": Message(
        "公式引用了别的工作簿，保留原来的结果。",
        "The formula reads another workbook; its old result stays.",
        "请在 Excel 中打开两个工作簿后重新计算。",
        "Recalculate it in Excel with both workbooks open.",
    ),
    "intersection": Message(
        "公式用整片单元格代表本行或本列的一个单元格（隐式交集），保留原来的结果。",
        "The formula means one cell of a range by its own row or column (implicit intersection); its old result stays.",
        "请把引用改成单个单元格，或在 Excel 中重新计算。",
        "Refer to the single cell, or recalculate in Excel.",
    ),
    "unsure": Message(
        "这种写法引擎与 Excel 的结果可能不同，保留原来的结果。",
        "The engine may differ from Excel on this; the old result stays.",
        "请在 Excel 中重新计算。",
        "Recalculate it in Excel.",
    ),
    "unknown_name": Message(
        "公式里有不认识的名称或函数（#NAME？），保留原来的结果。",
        "The formula has a name or function that is not known (#NAME?); its old result stays.",
        "请检查公式里的名称，或安装它所需的加载项。",
        "Check the names in the formula, or install the add-in that it needs.",
    ),
    "sheet_names": Message(
        "引擎分不清工作表“{sheet}”与“Sheet1”的大小写，没有计算。",
        "The engine cannot tell the sheet “{sheet}” from “Sheet1”; nothing was computed.",
        "请把工作表改成别的名称后重试；文件没有被改动。",
        "Give the sheet another name and try again; the file was not changed.",
    ),
}

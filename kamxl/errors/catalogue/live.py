"""Messages of the buttons on an open workbook."""

from ..text import Message

MESSAGES = {
    "not_saved": Message(
        "工作簿 {book} 还没有保存到本机的文件夹。",
        "The workbook {book} has not been saved in a folder of this machine yet.",
        "请先把它保存到部门文件夹中，再点一次。",
        "Save it in the department folder and press again.",
    ),
    "not_open": Message(
        "找不到已打开的工作簿 {book}。",
        "The open workbook {book} cannot be found.",
        "请重新打开它再点一次；没有执行任何操作。",
        "Open it again and press once more; nothing was done.",
    ),
    "no_decision": Message(
        "{cell} 里的“{value}”不是可以执行的决定。",
        "“{value}” in {cell} is no decision.",
        "请从下拉列表中选择：{choices}。",
        "Choose from the list: {choices}.",
    ),
    "report_open": Message(
        "{path} 正打开着，不能重新生成。",
        "{path} is open and cannot be made again.",
        "请先关闭它，再点一次；文件没有被改动。",
        "Close it and press again; the file was not changed.",
    ),
    "no_kpi": Message(
        "{cell} 里没有 KAM_ 函数（现为：{formula}）。",
        "{cell} holds no KAM_ function (it holds: {formula}).",
        "请选中一个用 KAM_ 函数计算的单元格，再点“溯源”。",
        "Select a cell that a KAM_ function computes, then press Explain.",
    ),
}

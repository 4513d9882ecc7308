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
    "nothing_to_fix": Message(
        "没有可以自动修正的单元格。",
        "There is no cell that can be corrected safely.",
        "其余问题请按“校验结果”逐条修改。",
        "Mend what is left by the sheet 校验结果.",
    ),
    "fix_plan": Message(
        "可以自动修正 {count} 处：\n{lines}\n",
        "{count} cells can be corrected:\n{lines}\n",
        "现在改写这些单元格吗？",
        "Write them now?",
    ),
    "fixed": Message(
        "已修正 {count} 处，已选中第一处：{where}。",
        "{count} cells were corrected; the first, {where}, is selected.",
        "请看一遍，再保存。",
        "Look through them, then save.",
    ),
    "no_forms": Message(
        "在 {book} 里没有认出表单。",
        "No form was found in {book}.",
        "请核对标题、标签和表头的写法；部门自己的写法登记在 设置.xlsx 的“字段别名”表中。",
        "Look at titles, labels and heads; the department's own wordings go on the sheet 字段别名 of 设置.xlsx.",
    ),
    "attach_found": Message(
        "{book}：认出 {count} 张表单。\n{lines}\n",
        "{book}: {count} forms were found.\n{lines}\n",
        "把以上结果记在工作簿里吗？外观不变。",
        "Remember this in the workbook? Its look does not change.",
    ),
    "attached": Message(
        "{book}：已记住 {count} 张表单。",
        "{book}: {count} forms are remembered.",
        "保存工作簿后生效。",
        "Save the workbook to keep it.",
    ),
    "attach_unkept": Message(
        "{book} 里的表单可以使用，但没有记在工作簿里：{reason}",
        "The forms of {book} can be used, but were not remembered in it: {reason}",
        "校验和提交不受影响。",
        "Checking and submitting work all the same.",
    ),
    "owed": Message(
        "{person} 有 {count} 项待办：\n{lines}\n",
        "{person} owes {count} things:\n{lines}\n",
        "办完后不再列出。",
        "What is done is listed no more.",
    ),
    "nothing_owed": Message(
        "{person} 没有待办事项。",
        "{person} owes nothing.",
        "周报和拜访记录请按期填写。",
        "Keep handing in weekly reports and visit records in time.",
    ),
}

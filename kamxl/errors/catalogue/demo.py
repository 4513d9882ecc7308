"""Messages of the sample department."""

from ..text import Message

MESSAGES = {
    "not_empty": Message(
        "{path} 里已有别的文件（{found}），演示不会写入其中。",
        "{path} already holds other files ({found}); the demo does not write into it.",
        "请换一个空文件夹，例如 kamxl demo 演示部门；其中的文件没有被改动。",
        "Name an empty folder, for example kamxl demo 演示部门; nothing in it was changed.",
    ),
    "cannot_write": Message(
        "无法在 {path} 建立演示部门：{reason}。",
        "Cannot lay out the sample department in {path}: {reason}.",
        "请检查文件夹是否只读、磁盘是否已满，或里面的工作簿是否正在 Excel 中打开。",
        "Check whether the folder is read-only, the disk is full, or a workbook in it is open in Excel.",
    ),
    "refused": Message(
        "{no} 没有提交成功：{reason}",
        "{no} was not submitted: {reason}",
        "请按提示改正后重新提交。",
        "Mend what it says and submit again.",
    ),
    "no_record": Message(
        "样例数据里没有编号 {no} 的申请。",
        "The sample data has no request {no}.",
        "这是样例数据自身的错误，请告知维护人员。",
        "This is a fault of the sample data; please tell the maintainers.",
    ),
}

"""What a long command says while it works: short words beside a bar, with nothing to mend."""

from ..text import Message


def _step(zh: str, en: str) -> Message:
    return Message(zh, en, "", "")


MESSAGES = {
    "both": _step("{zh}", "{en}"),
    "name": _step("{name}", "{name}"),
    "reading": _step("读取 {name}", "Reading {name}"),
    "read": _step("读取完毕", "All read"),
    "downloading": _step("下载 {name}", "Downloading {name}"),
    "checking": _step("校验", "Checking"),
    "checked": _step("校验完毕", "Checked"),
    "writing": _step("写入 {name}", "Writing {name}"),
    "drawing": _step("生成报告", "Drawing the report"),
    "done": _step("完成", "Done"),
    "syncing": _step("同步 {name}", "Synchronising {name}"),
    "synced": _step("同步完毕", "Synchronised"),
    "submitting": _step("提交 {no}", "Submitting {no}"),
    "submitted": _step("提交完毕", "Submitted"),
    "withdrawing": _step("撤回 {no}", "Withdrawing {no}"),
    "deciding": _step("审批 {no}", "Deciding {no}"),
    "calculating": _step("重新计算 {name}", "Recalculating {name}"),
    "calculating_book": _step("重算", "Recalculating"),
    "calculated": _step("计算完毕", "Recalculated"),
    "copying_ledger": _step("复制审批记录", "Copying the ledger"),
    "checking_copy": _step("核对副本", "Checking the copy"),
    "auditing_ledger": _step("核对审批记录", "Verifying the ledger"),
    "auditing_books": _step("核对工作簿", "Comparing the workbooks"),
    "audited": _step("核对完毕", "Verified"),
    "building": _step("建立 {name}", "Making {name}"),
    "founding": _step("建立审批记录", "Founding the ledger"),
    "preparing": _step("准备部门", "Preparing the department"),
    "starting": _step("启动 {name}", "Starting {name}"),
}

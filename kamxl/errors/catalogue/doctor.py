"""What ``kamxl doctor`` says."""

from ..text import Message

MESSAGES = {
    "python": Message(
        "Python {version}。", "Python {version}.", "需要 3.11 或更新的版本。", "3.11 or newer is needed."
    ),
    "library": Message("{name} {version}。", "{name} {version}.", "版本合适，无需处理。", "Nothing to do."),
    "no_library": Message("缺少 {name}。", "{name} is missing.", "请重新安装 kamxl。", "Install kamxl again."),
    "office": Message(
        "LibreOffice 在 {path}。",
        "LibreOffice is at {path}.",
        "可以转换文件和生成 PDF。",
        "It can convert and make PDFs.",
    ),
    "no_office": Message(
        "没有找到 LibreOffice。",
        "LibreOffice was not found.",
        "不影响校验、审批和 KPI；需要 PDF 或转换旧格式时再安装。",
        "Only PDFs and conversions of old formats need it.",
    ),
    "department": Message("{path}，共 {count} 个工作簿。", "{path}, {count} workbooks.", "已读取。", "They were read."),
    "writable": Message("可以写入。", "Writable.", "无需处理。", "Nothing to do."),
    "not_writable": Message(
        "不能写入 {path}。",
        "{path} is read-only.",
        "请向管理员申请写权限；否则只能查看，不能提交和同步。",
        "Ask for write access; without it you can only look.",
    ),
    "open": Message(
        "{path} 表示有人正打开着该工作簿。",
        "{path} says that somebody has the workbook open.",
        "同步时会跳过它，关闭后再同步一次。",
        "A sync passes it over; sync again when it is closed.",
    ),
}

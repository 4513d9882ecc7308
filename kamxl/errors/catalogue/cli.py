"""Messages of the command line itself."""

from ..text import Message

MESSAGES = {
    "usage": Message(
        "命令写得不对（{reason}）。",
        "Wrong usage: {reason}",
        "请运行 kamxl --help 或 kamxl 命令 --help 查看用法。",
        "Run kamxl --help or kamxl COMMAND --help.",
    ),
    "interrupted": Message(
        "已中断。",
        "Interrupted.",
        "没有写完的文件都保持原样，可以重新运行。",
        "Files that were not finished stay as they were; run it again.",
    ),
    "bad_today": Message(
        "环境变量 KAMXL_TODAY 的值“{value}”不是日期。",
        "KAMXL_TODAY is “{value}”, which is no date.",
        "请写成 2026-10-08，或取消这个变量。",
        "Write 2026-10-08, or unset it.",
    ),
    "system": Message(
        "系统不允许访问 {path}({reason})。",
        "The system does not allow access to {path} ({reason}).",
        "请检查权限、网络盘是否连接、磁盘是否已满，然后重试。",
        "Check your rights, the network drive and the disk's space, then try again.",
    ),
}

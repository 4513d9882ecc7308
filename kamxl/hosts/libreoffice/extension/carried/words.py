"""What the extension itself says: all else comes from kamxl, in words already."""

from __future__ import annotations

TITLE = "kamxl 大客户"
BUSY = "上一个操作还没有完成，请稍候再点；这一次没有执行任何操作。"
BROKEN = (
    "与 kamxl 后台进程的连接在操作中途断开，它对工作簿的改动已撤回（需要时可用“编辑－恢复”找回）。"
    "请再点一次：需要时后台进程会自动重新启动。提交和审批是否已生效，点“同步”即可看到。"
)
BUG = "kamxl 的 LibreOffice 扩展内部出错，操作没有完成。这不是您的错误，请把下面的内容交给 IT。"
WINDOW = "请先打开一个工作簿。"


def no_process(reason: str) -> str:
    """The resident process cannot be had."""
    return f"无法启动 kamxl 后台进程：{reason}。请运行 kamxl libreoffice status 检查安装；没有执行任何操作。"


def undo_title(label: str) -> str:
    """The name of the undo step of a button."""
    return f"kamxl {label}"

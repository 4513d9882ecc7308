"""Messages of the resident process."""

from ..text import Message

MESSAGES = {
    "bad_request": Message(
        "后台进程收到无法理解的请求（字段 {field}）。",
        "The resident process got a request that it does not understand (field {field}).",
        "加载项与 kamxl 的版本可能不一致：请关闭 Excel 或 LibreOffice，重新安装加载项；文件没有被改动。",
        "The add-in and kamxl may differ in version: close Excel or LibreOffice, install the add-in again; no file was changed.",
    ),
    "bug": Message(
        "kamxl 内部出错，操作没有完成。",
        "kamxl itself failed; the action was not carried out.",
        "这不是您的错误。请点“状态”查看日志所在的文件夹，并把 resident.log 交给 IT。",
        "This is not your mistake. The button Status tells where resident.log is: please give it to your IT.",
    ),
    "busy": Message(
        "上一个操作还没有完成。",
        "The action before this one is still running.",
        "请稍候再点；这一次没有执行任何操作。",
        "Please wait and press again; nothing was done this time.",
    ),
    "no_action": Message(
        "这个版本的 kamxl 没有“{action}”这个操作。",
        "This version of kamxl has no action “{action}”.",
        "加载项与 kamxl 的版本可能不一致：请重新安装加载项。",
        "The add-in and kamxl may be of different versions: install the add-in again.",
    ),
}

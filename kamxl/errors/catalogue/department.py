"""Messages about the department folder."""

from ..text import Message

MESSAGES = {
    "no_folder": Message(
        "找不到部门文件夹：{path}。",
        "The department folder does not exist: {path}.",
        "请核对 --dept 或环境变量 KAMXL_DEPT 给出的路径。",
        "Check the path given with --dept or in KAMXL_DEPT.",
    ),
    "no_settings": Message(
        "文件夹 {path} 里没有 {file}，不是部门文件夹。",
        "The folder {path} holds no {file}: it is no department folder.",
        "请指定放有 {file} 的文件夹，或先运行 kamxl demo 看一个示例。",
        "Name the folder that holds {file}, or run kamxl demo to see an example.",
    ),
    "not_found": Message(
        "从 {path} 往上都没有找到部门文件夹（放有 {file} 的文件夹）。",
        "No department folder (one with {file}) was found from {path} upwards.",
        "请用 --dept 指定部门文件夹，或设置环境变量 KAMXL_DEPT。",
        "Name it with --dept, or set KAMXL_DEPT.",
    ),
    "no_workbooks": Message(
        "文件夹 {path} 里没有本部门的工作簿。",
        "The folder {path} holds no workbook of this department.",
        "请指定部门文件夹之内的文件夹或工作簿。",
        "Name a folder or a workbook within the department folder.",
    ),
}

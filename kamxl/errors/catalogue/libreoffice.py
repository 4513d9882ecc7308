"""Messages about LibreOffice as a live host."""

from ..text import Message

MESSAGES = {
    "not_installed": Message(
        "这台电脑上找不到 LibreOffice。",
        "LibreOffice was not found on this machine.",
        "请安装 LibreOffice 7.4 或更新版本；若装在别处，请把环境变量 KAMXL_SOFFICE 设为 soffice 的完整路径。",
        "Install LibreOffice 7.4 or later; if it is elsewhere, set KAMXL_SOFFICE to the full path of soffice.",
    ),
    "no_uno": Message(
        "LibreOffice 的 Python 接口(uno)与当前的 Python {python} 不匹配:{reason}。",
        "LibreOffice's Python binding (uno) does not fit this Python {python}: {reason}.",
        "Linux 上请安装 python3-uno，并用系统同版本的 Python 建立虚拟环境。",
        "On Linux install python3-uno and make the virtual environment with the system's own Python version.",
    ),
    "no_answer": Message(
        "LibreOffice 没有应答（{address}，等待 {seconds} 秒）。",
        "LibreOffice does not answer ({address}, waited {seconds} s).",
        "请关闭所有 LibreOffice 窗口后重试；文件没有被改动。",
        "Close every LibreOffice window and try again; no file was changed.",
    ),
    "protected": Message(
        "工作表“{sheet}”受保护，{cell} 是锁定的单元格，不能写入。",
        "The sheet “{sheet}” is protected and {cell} is locked.",
        "请在“工具 → 保护工作表”中取消保护后重试；工作表没有被改动。",
        "Remove the protection (Tools → Protect Sheet) and try again; the sheet was not changed.",
    ),
    "cannot_open": Message(
        "LibreOffice 打不开 {path}:{reason}。",
        "LibreOffice cannot open {path}: {reason}.",
        "请检查文件是否存在、是否损坏或设有打开密码。",
        "Check that the file exists, is not damaged and has no password to open.",
    ),
    "locked": Message(
        "{path} 正由 {who} 打开着，LibreOffice 不能再次打开它。",
        "{path} is open by {who}; LibreOffice cannot open it again.",
        "请先在那边关闭它；若没有人打开（程序曾被强行结束），请删除它旁边以 .~lock. 开头的文件，再试一次。",
        "Close it there first; if nobody has it open (a program was killed), delete the file beside it that begins with .~lock.",
    ),
    "cannot_save": Message(
        "LibreOffice 无法保存 {path}:{reason}。",
        "LibreOffice cannot save {path}: {reason}.",
        "请检查文件夹是否只读、文件是否被别人打开；原文件没有被改动。",
        "Check whether the folder is read-only or somebody has the file open; the original file was not changed.",
    ),
    "no_folder": Message(
        "无法保存 {path}：文件夹不存在。",
        "Cannot save {path}: there is no such folder.",
        "请先建立文件夹，或换一个位置保存。",
        "Make the folder first, or save somewhere else.",
    ),
    "cannot_print": Message(
        "LibreOffice 无法把 {path} 打印成 PDF 或图片：{reason}。",
        "LibreOffice cannot print {path} as PDF or picture: {reason}.",
        "请检查 LibreOffice 能否打开该工作簿、目标文件是否被占用；工作簿本身已经生成，没有被改动。",
        "Check that LibreOffice opens the workbook and that nobody has the target open; the workbook itself is complete.",
    ),
    "no_pdfium": Message(
        "没有安装 pypdfium2，不能把 PDF 画成图片。",
        "pypdfium2 is not installed; the PDF cannot be drawn as a picture.",
        "请安装:pip install kamxl[print]。",
        "Install it: pip install kamxl[print].",
    ),
    "not_convertible": Message(
        "{path} 不能转换成 .xlsx。",
        "{path} cannot be converted to .xlsx.",
        "可以转换的格式：{kinds}；目标文件须以 .xlsx 结尾。",
        "What can be converted: {kinds}; the target must end in .xlsx.",
    ),
    "target_exists": Message(
        "{path} 已经存在，不会被覆盖。",
        "{path} exists and is not overwritten.",
        "请用 --to 指定别的文件名，或先移走该文件。",
        "Name another file with --to, or move that one away.",
    ),
    "cannot_convert": Message(
        "LibreOffice 无法转换 {path}:{reason}。",
        "LibreOffice cannot convert {path}: {reason}.",
        "请检查文件是否损坏或设有打开密码；原文件没有被改动。",
        "Check that it is not damaged and has no password to open; the original was not changed.",
    ),
    "gone": Message(
        "与 LibreOffice 的连接中断：{reason}。",
        "The connection to LibreOffice ended: {reason}.",
        "请重新打开工作簿后再点一次；没有保存过的内容请先在 LibreOffice 中检查。",
        "Open the workbook again and press once more; check in LibreOffice what was not saved.",
    ),
    "running": Message(
        "LibreOffice 正在运行，现在不能安装或卸载扩展。",
        "LibreOffice is running: the extension cannot be installed or removed now.",
        "请关闭所有 LibreOffice 窗口（包括任务栏里的快速启动器）后重试。",
        "Close every LibreOffice window (the quick starter too) and try again.",
    ),
    "no_unopkg": Message(
        "找不到 LibreOffice 的扩展管理程序 unopkg({path})。",
        "LibreOffice's extension tool unopkg was not found ({path}).",
        "请修复 LibreOffice 的安装；若装在别处，请把环境变量 KAMXL_UNOPKG 设为它的完整路径。",
        "Repair LibreOffice; if it is elsewhere, set KAMXL_UNOPKG to the full path of unopkg.",
    ),
    "unopkg_failed": Message(
        "LibreOffice 拒绝了这一步：{reason}。",
        "LibreOffice refused: {reason}.",
        "请关闭 LibreOffice 后重试；在 Linux 上请用普通用户而不是 root 运行。",
        "Close LibreOffice and try again; on Linux run this as an ordinary user, not as root.",
    ),
}

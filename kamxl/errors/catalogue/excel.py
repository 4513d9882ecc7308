"""Messages about Excel as a live host: what the add-in itself says, its build and its installation."""

from ..text import Message

MESSAGES = {
    "busy": Message(
        "上一个操作还没有完成。",
        "The action before this one is still running.",
        "请稍候再点;这一次没有执行任何操作。",
        "Please wait and press again; nothing was done this time.",
    ),
    "failed": Message(
        "加载项出错:{reason}。",
        "The add-in failed: {reason}.",
        "请重试;若仍出现,请重新启动 Excel,并把这句话告诉 IT。",
        "Press again; if it stays, restart Excel and tell your IT this sentence.",
    ),
    "broken": Message(
        "后台进程在操作中途结束。",
        "The resident process ended while it worked.",
        "请先查看工作簿和“状态”,再重新点击;下一次点击会重新启动它。",
        "Look at the workbook and at Status first, then press again; the next press starts it anew.",
    ),
    "silent": Message(
        "后台进程没有应答({python})。",
        "The resident process does not answer ({python}).",
        "请稍候再点;若仍无应答,请让 IT 查看杀毒软件是否拦截 Python。没有执行任何操作。",
        "Press again in a moment; if it stays silent, ask your IT whether antivirus blocks Python. Nothing was done.",
    ),
    "no_python": Message(
        "找不到或无法启动 kamxl 的 Python:{python}。",
        "kamxl's Python is missing or cannot be started: {python}.",
        "请运行“kamxl excel install”修复安装;若公司策略禁止 Office 启动其他程序,请让 IT 按说明改为登录时启动。没有执行任何操作。",
        "Run “kamxl excel install” to repair it; where a policy keeps Office from starting programs, your IT can have it "
        "started at sign-in (see the IT page). Nothing was done.",
    ),
    "no_open": Message(
        "无法打开 {target}。",
        "Cannot open {target}.",
        "请检查文件是否还在,或直接在文件夹中打开它。",
        "Check that the file is still there, or open it from its folder.",
    ),
    "no_builder": Message(
        "这台电脑上没有生成加载项所需的 pyOpenVBA。",
        "pyOpenVBA, which builds the add-in, is not installed here.",
        "请运行 pip install 'kamxl[live]';或在安装时用 --from 指定已生成的 kamxl.xlam。",
        "Run pip install 'kamxl[live]', or give a built kamxl.xlam with --from when installing.",
    ),
    "bad_sources": Message(
        "加载项源文件有错({folder}):{faults}。",
        "The add-in's sources have faults ({folder}): {faults}.",
        "请按提示修改后重新生成;没有生成任何文件。",
        "Correct them and build again; nothing was written.",
    ),
}

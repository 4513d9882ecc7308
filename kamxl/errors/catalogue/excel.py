"""Messages about Excel as a live host: what the add-in itself says, its build and its installation."""

from ..text import Message

MESSAGES = {
    "busy": Message(
        "上一个操作还没有完成。",
        "The action before this one is still running.",
        "请稍候再点；这一次没有执行任何操作。",
        "Please wait and press again; nothing was done this time.",
    ),
    "fetching": Message(
        "正在读取部门数据…",
        "Reading the department's data…",
        "首次或刷新后需要几秒。",
        "The first time and after a refresh this takes some seconds.",
    ),
    "working": Message(
        "正在处理…",
        "Working…",
        "完成后会提示；请先不要关闭工作簿。",
        "You will be told when it is done; keep the workbook open.",
    ),
    "failed": Message(
        "加载项出错：{reason}。",
        "The add-in failed: {reason}.",
        "请重试；若仍出现，请重新启动 Excel，并把这句话告诉 IT。",
        "Press again; if it stays, restart Excel and tell your IT this sentence.",
    ),
    "broken": Message(
        "后台进程在操作中途结束。",
        "The resident process ended while it worked.",
        "请先查看工作簿和“状态”，再重新点击；下一次点击会重新启动它。",
        "Look at the workbook and at Status first, then press again; the next press starts it anew.",
    ),
    "silent": Message(
        "后台进程没有应答（{python}）。",
        "The resident process does not answer ({python}).",
        "请稍候再点；若仍无应答，请让 IT 查看杀毒软件是否拦截 Python。没有执行任何操作。",
        "Press again in a moment; if it stays silent, ask your IT whether antivirus blocks Python. Nothing was done.",
    ),
    "no_python": Message(
        "找不到或无法启动 kamxl 的 Python：{python}。",
        "kamxl's Python is missing or cannot be started: {python}.",
        "请运行“kamxl excel install”修复安装；若公司策略禁止 Office 启动其他程序，"
        "请让 IT 按说明改为登录时启动。没有执行任何操作。",
        "Run “kamxl excel install” to repair it; where a policy keeps Office from starting programs, your IT can have it "
        "started at sign-in (see the IT page). Nothing was done.",
    ),
    "no_open": Message(
        "无法打开 {target}。",
        "Cannot open {target}.",
        "请检查文件是否还在，或直接在文件夹中打开它。",
        "Check that the file is still there, or open it from its folder.",
    ),
    "no_builder": Message(
        "这台电脑上没有生成加载项所需的 pyOpenVBA。",
        "pyOpenVBA, which builds the add-in, is not installed here.",
        "请运行 pip install 'kamxl[live]'；或在安装时用 --from 指定已生成的 kamxl.xlam。",
        "Run pip install 'kamxl[live]', or give a built kamxl.xlam with --from when installing.",
    ),
    "bad_sources": Message(
        "加载项源文件有错（{folder}）：{faults}。",
        "The add-in's sources have faults ({folder}): {faults}.",
        "请按提示修改后重新生成；没有生成任何文件。",
        "Correct them and build again; nothing was written.",
    ),
    "no_desktop_excel": Message(
        "这台电脑（{platform}）没有桌面版 Excel，无法安装加载项。",
        "There is no desktop Excel on this system ({platform}): the add-in cannot be installed.",
        "请在 Windows 或 macOS 上安装；Linux 上请用 kamxl libreoffice install。",
        "Install it on Windows or macOS; on Linux use kamxl libreoffice install.",
    ),
    "running": Message(
        "Excel 正在运行，没有做任何改动。",
        "Excel is running; nothing was changed.",
        "请保存并关闭所有 Excel 窗口（任务管理器中也不应有 EXCEL.EXE），再运行一次。",
        "Save and close every Excel window (Task Manager must show no EXCEL.EXE) and run it again.",
    ),
    "never_started": Message(
        "没有找到本用户的 Excel 设置（2010 或更新版本），没有做任何改动。",
        "No settings of Excel 2010 or later were found for this user; nothing was changed.",
        "请先打开一次 Excel 再关闭，然后重新安装；若没有安装 Excel，请先安装。",
        "Open Excel once, close it and install again; install Excel first where there is none.",
    ),
    "did_copy": Message("已复制 {path}。", "Copied {path}.", "无需操作。", "Nothing to do."),
    "did_register": Message(
        "已登记：Excel {version} 启动时加载。",
        "Registered: Excel {version} loads it at start.",
        "无需操作。",
        "Nothing to do.",
    ),
    "did_trust": Message(
        "已把 {folder} 设为受信任位置（只含本加载项，不含子文件夹）。",
        "{folder} is now a trusted location (it holds only this add-in; folders below are not trusted).",
        "无需操作。",
        "Nothing to do.",
    ),
    "did_sign_in": Message(
        "已设为登录时启动后台进程。",
        "The resident process starts at sign-in.",
        "请注销后重新登录一次。",
        "Sign out and in again once.",
    ),
    "did_unregister": Message(
        "已取消登记，并收回受信任位置。",
        "Unregistered; the trusted location is taken back.",
        "无需操作。",
        "Nothing to do.",
    ),
    "did_remove": Message("已删除 {path}。", "Removed {path}.", "无需操作。", "Nothing to do."),
    "not_trusted_by_choice": Message(
        "{folder} 不是受信任位置：打开 Excel 时可能提示启用宏。",
        "{folder} is not a trusted location: Excel may ask whether to enable macros.",
        "请在提示中选“启用”；或不带 --no-trust 重新安装；或由 IT 为加载项签名。",
        "Answer “Enable”, or install again without --no-trust, or have your IT sign the add-in.",
    ),
    "not_trusted_by_policy": Message(
        "公司策略禁用了受信任位置，kamxl 不会绕过它（{folder}）。",
        "A policy switches trusted locations off; kamxl does not work around it ({folder}).",
        "请让 IT 为 kamxl.xlam 签名并把签名者设为受信任的发布者（见给 IT 的说明）。",
        "Ask your IT to sign kamxl.xlam and to trust its publisher (see the IT page).",
    ),
    "macros_forbidden": Message(
        "公司策略禁止未签名的宏，加载项不会运行（{folder}）。",
        "A policy forbids unsigned macros: the add-in will not run ({folder}).",
        "请让 IT 为 kamxl.xlam 签名，或允许这一受信任位置（见给 IT 的说明）。",
        "Ask your IT to sign kamxl.xlam or to allow this trusted location (see the IT page).",
    ),
    "not_installed": Message(
        "加载项没有安装：缺少 {path}。",
        "Not installed: {path} is missing.",
        "请运行 kamxl excel install。",
        "Run kamxl excel install.",
    ),
    "no_config": Message(
        "{path} 缺失或损坏。",
        "{path} is missing or damaged.",
        "请运行 kamxl excel install 修复。",
        "Run kamxl excel install to repair.",
    ),
    "installed": Message(
        "已安装 {version}：{path}（kamxl {kamxl}）。",
        "Installed {version}: {path} (kamxl {kamxl}).",
        "无需操作。",
        "Nothing to do.",
    ),
    "other_version": Message(
        "加载项是 {version},kamxl 是 {kamxl}：{path}。",
        "The add-in is {version}, kamxl is {kamxl}: {path}.",
        "请关闭 Excel 后运行 kamxl excel install 升级。",
        "Close Excel and run kamxl excel install to upgrade.",
    ),
    "python": Message("Python：{path}。", "Python: {path}.", "无需操作。", "Nothing to do."),
    "python_gone": Message(
        "加载项登记的 Python 已不存在：{path}。",
        "The Python that the add-in was told of is gone: {path}.",
        "请运行 kamxl excel install 修复。",
        "Run kamxl excel install to repair.",
    ),
    "loads": Message(
        "Excel {version} 启动时会加载。", "Excel {version} loads it at start.", "无需操作。", "Nothing to do."
    ),
    "loads_not": Message(
        "Excel {version} 没有登记本加载项。",
        "Excel {version} is not told to load the add-in.",
        "请关闭 Excel 后运行 kamxl excel install 修复。",
        "Close Excel and run kamxl excel install to repair.",
    ),
    "trusted": Message("受信任位置：{folder}。", "Trusted location: {folder}.", "无需操作。", "Nothing to do."),
    "process": Message(
        "后台进程 {pid} 正在运行（kamxl {version}）。",
        "The resident process {pid} runs (kamxl {version}).",
        "无需操作。",
        "Nothing to do.",
    ),
    "process_sleeps": Message(
        "后台进程没有运行，下次点击按钮时会启动。",
        "The resident process does not run; the next press starts it.",
        "无需操作。",
        "Nothing to do.",
    ),
    "bad_addin": Message(
        "{path} 不是与 kamxl {version} 一致的加载项：{parts}。",
        "{path} is not the add-in of kamxl {version}: {parts}.",
        "请用 kamxl excel build -o 重新生成。",
        "Build it again with kamxl excel build -o.",
    ),
    "stale_sources": Message(
        "加载项的生成文件已过期：{files}。",
        "Generated sources of the add-in are out of date: {files}.",
        "请运行 python -m kamxl.hosts.excel.sources 后提交。",
        "Run python -m kamxl.hosts.excel.sources and commit.",
    ),
    "no_checkout": Message(
        "这里只有已安装的 kamxl，没有它的 wheel。",
        "kamxl is installed here, but its wheel is not at hand.",
        "请用 --wheel 指定 kamxl 的 wheel，或在源码目录中运行。",
        "Give kamxl's wheel with --wheel, or run this in a checkout.",
    ),
    "pip_failed": Message(
        "pip 没能取得所需的包：{reason}。",
        "pip could not get the packages: {reason}.",
        "请检查网络、镜像设置，以及 --platform 和 --python 是否与目标电脑一致。",
        "Check the network, the index, and that --platform and --python are those of the target.",
    ),
    "not_found": Message(
        "找不到刚才点击按钮的那个 Excel 窗口。",
        "The Excel window that was clicked in is not to be found.",
        "请关闭其他 Excel 进程后重试；没有执行任何操作。",
        "Close other Excel processes and try again; nothing was done.",
    ),
    "not_now": Message(
        "Excel 正在编辑单元格，或开着对话框，现在不能操作。",
        "Excel is editing a cell or shows a dialog: nothing can be done now.",
        "请按回车或 Esc 结束编辑、关闭对话框，再点一次；没有做任何改动。",
        "Finish with Enter or Esc, close the dialog, and press again; nothing was changed.",
    ),
}

"""Messages of ``kamxl selftest``. What passed says so too; its remedy is then not shown."""

from ..text import Message

_NOTHING, _NOTHING_EN = "无需处理。", "Nothing to do."
_SEND, _SEND_EN = (
    "请运行 kamxl doctor，并把这份报告发给 kamxl 的维护者。",
    "Run kamxl doctor and send this report to kamxl's maintainers.",
)

MESSAGES = {
    "no_xlwings": Message(
        "没有安装 xlwings，不能驱动 Excel 或 LibreOffice。",
        "xlwings is not installed; Excel and LibreOffice cannot be driven.",
        "请在 kamxl 所在的 Python 环境中运行 pip install 'kamxl[live]'，再试一次。",
        "Run pip install 'kamxl[live]' in kamxl's own Python environment and try again.",
    ),
    "no_excel": Message(
        "这台电脑（{system}）没有桌面版 Excel，不能在 Excel 里自测。",
        "There is no desktop Excel on this system ({system}).",
        "请在 Windows 或 macOS 上运行；在 Linux 上请用 --host libreoffice。",
        "Run it on Windows or macOS; on Linux use --host libreoffice.",
    ),
    "excel_open": Message(
        "Excel 正打开着；在 macOS 上自测会与您的窗口混在一起。",
        "Excel is open; on macOS the self-test could not keep apart from your windows.",
        "请保存并退出 Excel，再运行一次；没有执行任何操作。",
        "Save your work, quit Excel and run it again; nothing was done.",
    ),
    "excel_does_not_start": Message(
        "Excel 不能启动：{reason}",
        "Excel does not start: {reason}",
        "请确认装有桌面版 Excel，并能手工打开它；然后再运行一次。",
        "Make sure that desktop Excel is installed and opens by hand; then run it again.",
    ),
    "no_process": Message(
        "后台进程不能启动：{reason}",
        "The resident process does not start: {reason}",
        "请运行 kamxl doctor，按提示修复 Python 环境。",
        "Run kamxl doctor and mend the Python environment as it says.",
    ),
    "cannot_copy": Message(
        "部门文件夹 {path} 不能复制：{reason}",
        "The department folder {path} cannot be copied: {reason}",
        "请检查文件夹是否存在、能否读取；原文件夹没有被改动。",
        "See that the folder exists and can be read; it was not changed.",
    ),
    "cannot_write": Message(
        "报告不能写入 {path}：{reason}",
        "The report cannot be written to {path}: {reason}",
        "请换一个文件夹，或关闭正打开着的旧报告，再运行一次。",
        "Choose another folder, or close the old report, and run it again.",
    ),
    "sample_only": Message(
        "只在样例部门上做：需要其中的人员、签名密钥和固定的数据。",
        "Done with the sample department only: it needs its people, keys and figures.",
        "不带 --dept 再运行一次，即可测试这一步。",
        "Run it again without --dept to test this step.",
    ),
    "reply": Message(
        "按下“{action}”没有成功：{text}",
        "Pressing “{action}” did not work: {text}",
        _SEND,
        _SEND_EN,
    ),
    "broke": Message(
        "这一步中断了：{reason}",
        "This step broke off: {reason}",
        _SEND,
        _SEND_EN,
    ),
    "functions_right": Message(
        "{total} 项函数测试全部为 TRUE。",
        "All {total} tests of functions are TRUE.",
        _NOTHING,
        _NOTHING_EN,
    ),
    "functions_wrong": Message(
        "{total} 项函数测试中有 {count} 项不是 TRUE：{shown}",
        "{count} of {total} tests of functions are not TRUE: {shown}",
        "全部显示 #NAME? 说明加载项没有加载，请运行 kamxl excel status 或 kamxl libreoffice status；否则请把报告发给维护者。",
        "If all show #NAME? the add-in is not loaded: run kamxl excel status or kamxl libreoffice status; else send this report.",
    ),
    "stored": Message(
        "另存后的文件中 {calls} 个公式仍是原来的函数名，结果也在文件里。",
        "{calls} formulas of the stored file keep the functions' plain names; the results are in it.",
        _NOTHING,
        _NOTHING_EN,
    ),
    "not_stored": Message(
        "另存后的文件不对：{calls} 个公式有 KAM_ 函数，其中 {foreign} 个带了别的前缀；{kept} 项测试仍为 TRUE。",
        "The stored file is wrong: {calls} KAM_ formulas, {foreign} of them with a prefix; {kept} tests are still TRUE.",
        _SEND,
        _SEND_EN,
    ),
    "same": Message(
        "与文件方式的结果逐格相同：{what}；审批记录也相同。",
        "Cell by cell the same as on files: {what}; the ledgers, too.",
        _NOTHING,
        _NOTHING_EN,
    ),
    "differs": Message(
        "与文件方式的结果有 {count} 处不同（{what}）：{shown}",
        "{count} differences from the same on files ({what}): {shown}",
        _SEND,
        _SEND_EN,
    ),
    "says": Message(
        "内容与文件方式相符：{text}",
        "It says what it must: {text}",
        _NOTHING,
        _NOTHING_EN,
    ),
    "does_not_say": Message(
        "显示的内容缺少“{missing}”：{text}",
        "What is shown lacks “{missing}”: {text}",
        _SEND,
        _SEND_EN,
    ),
    "opened": Message(
        "已打开 {book}。",
        "{book} was opened.",
        _NOTHING,
        _NOTHING_EN,
    ),
    "not_opened": Message(
        "{book} 没有打开。",
        "{book} was not opened.",
        _SEND,
        _SEND_EN,
    ),
    "pressed": Message(
        "已按下，没有出错。",
        "Pressed without an error.",
        _NOTHING,
        _NOTHING_EN,
    ),
}

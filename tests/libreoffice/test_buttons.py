"""Every button, clicked in a real window on a copy of the sample department; a picture of each click is kept.

1. 填报: the process starts when the workbook is opened; what a button writes is read back from the document, each action is
   one undo step; the ledger knows what was submitted.
2. 审批: what was decided in the window is decided in the ledger. 同步 writes into an open workbook where it is open (what is
   not saved there stays, its file is untouched), into a closed one on the disk, and leaves one that another has open.
3. 指标: functions are computed, traced and made into the quarter's workbook; the window lives while that is made.
4. 设置: forms are remembered in the workbook; settings, state and help are shown.
5. No button was left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

pytest.importorskip("xlwings")

from kamxl.commands.submit import submit
from kamxl.hosts.resident import endpoint
from kamxl.hosts.resident.service import available

from . import window
from .desk import EAST, KPIS, MANAGER, NORTH, NOW, SOUTH, Desk, at, seated, state
from .window import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="drives an X window")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The login is nobody's, so each action asks who acts; two colleagues have submitted something."""
    with seated("值班电脑", tmp_path_factory.mktemp("buttons")) as desk:
        for book, person, number in ((SOUTH, "李娜", "BF-2026-044"), (NORTH, "王强", "BF-2026-038")):
            submit(at(desk.department), desk.department / book, person, NOW, record=number)
        yield desk


def test_fill(desk: Desk) -> None:  # 1
    opened = desk.open(EAST)
    assert until(lambda: endpoint.read(endpoint.home())), "nobody clicked yet: the workbook's department is read ahead"
    before = opened.document.Sheets.getElementNames()
    desk.press(opened, "校验")
    assert opened.text("校验结果", "A1").startswith("校验结果：7 个错误")
    assert (opened.sheet(), opened.cell()) == ("商机登记", "$商机登记.$C$4")
    opened.document.UndoManager.undo()
    assert opened.document.Sheets.getElementNames() == before

    text = desk.press(opened, "修正", answer="Return")
    assert "客户拜访记录表!B10 拜访日期：2026.5.14 → 2026-05-14" in text
    assert (opened.value("档案-上海申华", "F8"), opened.text("客户拜访记录表", "B10")) == (5000.0, "2026-05-14")
    assert opened.undo_titles() == ("kamxl 修正",)
    opened.document.UndoManager.undo()
    assert (opened.text("档案-上海申华", "F8"), opened.text("客户拜访记录表", "B10")) == ("5000万元", "2026.5.14")

    assert "张伟 没有待办事项" in desk.press(opened, "待办", person="张伟", answer="Return")

    opened.select("拜访申请", "B7")
    desk.press(opened, "提交", person="张伟")
    assert (opened.text("拜访申请", "M7"), state(desk.department, "BF-2026-034")) == ("经理审核", "经理审核")
    assert opened.undo_titles() == ("kamxl 提交",)
    assert "张伟 提交 → 经理审核" in desk.press(opened, "进度", answer="Return")
    desk.press(opened, "撤回", person="张伟")
    assert (opened.text("拜访申请", "M7"), state(desk.department, "BF-2026-034")) == ("已撤回", "已撤回")
    assert opened.undo_titles() == ("kamxl 撤回", "kamxl 提交")
    opened.close()


def test_approve(desk: Desk) -> None:  # 2
    east = desk.open(EAST)
    files = {name: (desk.department / name).read_bytes() for name in (EAST, NORTH, SOUTH)}
    east.select("拜访申请", "A8")
    desk.press(east, "提交", person="张伟")
    east.select("客户联络表", "A20")
    window.xdotool("type", "typed, not saved")
    window.xdotool("key", "Return")
    until(lambda: east.text("客户联络表", "A20"))

    manager = desk.open(MANAGER)
    assert "林晓峰 有 3 项待办" in desk.press(manager, "待办", person="林晓峰", answer="Return")
    desk.press(manager, "待我审批", person="林晓峰")
    numbers = [manager.text("审批", f"A{row}") for row in (4, 5, 6)]
    assert sorted(numbers) == ["BF-2026-038", "BF-2026-044", "BF-2026-047"]
    row = 4 + numbers.index("BF-2026-047")
    manager.write("审批", f"M{row}", "同意")
    manager.write("审批", f"N{row}", "同意拜访")
    desk.press(manager, "执行审批", person="林晓峰")
    assert state(desk.department, "BF-2026-047") == "总监审批"
    assert [manager.text("审批", f"A{row}") for row in (4, 5, 6)] == [
        number for number in (*numbers, "") if number != "BF-2026-047"
    ]

    lock = desk.department / f".~lock.{NORTH}#"
    lock.write_text(",王强,pc-wangqiang,30.09.2026 09:00,file:///home/wangqiang;", encoding="utf-8")
    desk.press(manager, "同步")
    lock.unlink()
    assert east.text("拜访申请", "M8") == "总监审批"
    assert east.text("客户联络表", "A20") == "typed, not saved"
    assert east.undo_titles()[0] == "kamxl 同步"
    assert [(desk.department / name).read_bytes() == files[name] for name in (EAST, NORTH, SOUTH)] == [
        True,
        True,
        False,
    ]
    written = at(desk.department).read(desk.department / SOUTH)
    assert [r.text("flow_status") for r in written.records if r.number == "BF-2026-044"] == ["经理审核"]
    manager.close()
    east.close()


def test_figures(desk: Desk) -> None:  # 3
    opened = desk.open(KPIS)
    opened.select("季度KPI", "E6")
    formula = opened.document.Sheets.getByName("季度KPI").getCellRangeByName("E6")
    desk.press(opened, "刷新KPI")
    assert 0 < formula.Value < 2
    text = desk.press(opened, "溯源", answer="Return")
    assert text.startswith("大客户销售计划完成率")
    assert "：专员-华东-张伟.xlsx 销售计划与实绩!" in text
    assert ".0：" not in text

    opened.click("生成季度KPI表")
    until(window.dialog)
    window.xdotool("key", "ctrl+a")
    window.xdotool("type", "2026Q3")
    window.xdotool("key", "Return")
    until(lambda: not window.dialog())
    front = opened.sheet()
    window.xdotool("key", "ctrl+Next")
    until(lambda: opened.sheet() != front)
    assert not opened.bar()
    report = desk.department / "大客户部KPI-2026Q3.xlsx"
    until(lambda: desk.titled(report.name))
    until(opened.bar)
    desk.keep("生成季度KPI表")
    desk.titled(report.name).close(True)
    assert at(desk.department).files()[report.name] == report
    opened.close()


def test_setup(desk: Desk) -> None:  # 4
    opened = desk.open(SOUTH)
    text = desk.press(opened, "附加", answer="Return")
    assert "专员-华南-李娜.xlsx：认出 18 张表单" in text
    names = [name for name in opened.document.NamedRanges.getElementNames() if name.startswith("_kamxl")]
    assert len(names) == 18
    assert opened.undo_titles() == ("kamxl 附加",)
    assert f"部门文件夹：{desk.department}" in desk.press(opened, "状态", answer="Return")
    assert [line.partition("：")[0] for line in desk.press(opened, "帮助", answer="Return").splitlines()] == [
        action.zh for action in available()
    ]
    opened.click("部门设置")
    settings = until(lambda: desk.titled("设置.xlsx"))
    desk.keep("部门设置")
    settings.close(True)
    opened.close()


def test_none_is_left_out(desk: Desk) -> None:  # 5
    assert desk.kept == {action.zh for action in available()}
    assert {path.stem for path in desk.pictures.iterdir()} == desk.kept

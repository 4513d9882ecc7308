"""What a person can press, in Excel's ribbon and in LibreOffice's menu and toolbar alike: one list, no host.

The 大客户 tab, its callbacks in VBA, the LibreOffice menu, the docs' table of buttons and the resident process all
follow from ``ACTIONS``. An action's ``id`` is the name of the command that the resident process runs.
"""

from __future__ import annotations

from enum import StrEnum

from .dataclass import dataclass

TAB_ZH = "大客户"
TAB_EN = "Key accounts"


class Group(StrEnum):
    """The groups of the tab, in their order."""

    FILL = "fill"
    APPROVE = "approve"
    KPI = "kpi"
    SETUP = "setup"

    @property
    def zh(self) -> str:
        return _GROUPS[self][0]

    @property
    def en(self) -> str:
        return _GROUPS[self][1]


_GROUPS = {
    Group.FILL: ("填报", "Forms"),
    Group.APPROVE: ("审批", "Approvals"),
    Group.KPI: ("指标", "KPIs"),
    Group.SETUP: ("设置", "Settings"),
}


class When(StrEnum):
    """What must be there for the button to make sense; otherwise it is grey.

    ``WORKBOOK``: a workbook is open and was saved once. ``DEPARTMENT``: that workbook lies in a department folder (the
    folder of 设置.xlsx or one below it).
    """

    ALWAYS = "always"
    WORKBOOK = "workbook"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One button. ``tip_*`` is the screentip's text; ``image`` an ``imageMso`` name of ``macros/imagemso.txt``."""

    id: str
    group: Group
    zh: str
    en: str
    tip_zh: str
    tip_en: str
    image: str
    when: When
    large: bool = False


ACTIONS: tuple[Action, ...] = (
    Action(
        id="validate",
        group=Group.FILL,
        zh="校验",
        en="Check",
        tip_zh="检查本工作簿的全部表单，问题列在“校验结果”表中，并选中第一处。",
        tip_en="Checks every form of this workbook, lists what is wrong on the sheet 校验结果 and selects the first fault.",
        image="ErrorChecking",
        when=When.DEPARTMENT,
        large=True,
    ),
    Action(
        id="fix",
        group=Group.FILL,
        zh="修正",
        en="Fix",
        tip_zh="列出可以自动修正的单元格（日期、数字、空格、统一名称），经您同意后改写。",
        tip_en="Lists the corrections that are safe to make (dates, numbers, blanks, names) and writes them once you agree.",
        image="DataValidationClearValidationCircles",
        when=When.DEPARTMENT,
    ),
    Action(
        id="submit",
        group=Group.FILL,
        zh="提交",
        en="Submit",
        tip_zh="提交所选表单或所选行，进入审批流程。",
        tip_en="Submits the selected form or row for approval.",
        image="FileSendAsAttachment",
        when=When.DEPARTMENT,
        large=True,
    ),
    Action(
        id="withdraw",
        group=Group.FILL,
        zh="撤回",
        en="Withdraw",
        tip_zh="在第一次审批之前撤回自己的申请。",
        tip_en="Takes back your own request before the first decision.",
        image="FileCheckOutDiscard",
        when=When.DEPARTMENT,
    ),
    Action(
        id="owed",
        group=Group.FILL,
        zh="待办",
        en="Owed",
        tip_zh="列出应交而未交的拜访记录、周报和待补资料。",
        tip_en="Lists visit records, weekly reports and papers that are due.",
        image="ReviewNextComment",
        when=When.DEPARTMENT,
    ),
    Action(
        id="inbox",
        group=Group.APPROVE,
        zh="待我审批",
        en="Inbox",
        tip_zh="把等待我处理的申请列在“审批”表中。",
        tip_en="Lists the requests that wait for you on the sheet 审批.",
        image="ReviewShowAllComments",
        when=When.DEPARTMENT,
        large=True,
    ),
    Action(
        id="decide",
        group=Group.APPROVE,
        zh="执行审批",
        en="Decide",
        tip_zh="执行“审批”表中填写的意见（同意、退回等）。",
        tip_en="Carries out the decisions typed on the sheet 审批.",
        image="ReviewAcceptOrRejectChangeDialog",
        when=When.DEPARTMENT,
        large=True,
    ),
    Action(
        id="sync",
        group=Group.APPROVE,
        zh="同步",
        en="Sync",
        tip_zh="把最新的审批状态写回本工作簿的状态列。",
        tip_en="Writes the newest states into this workbook's status cells.",
        image="ListSynchronize",
        when=When.DEPARTMENT,
    ),
    Action(
        id="track",
        group=Group.APPROVE,
        zh="进度",
        en="Track",
        tip_zh="显示所选申请的流转记录：谁、何时、意见。",
        tip_en="Shows the trail of the selected request: who, when, which comment.",
        image="FileVersionHistory",
        when=When.DEPARTMENT,
    ),
    Action(
        id="refresh",
        group=Group.KPI,
        zh="刷新KPI",
        en="Refresh KPIs",
        tip_zh="重新读取部门全部工作簿并重算本工作簿中的 KAM_ 函数。",
        tip_en="Reads the department's workbooks again and recalculates the KAM_ functions of this workbook.",
        image="RefreshAll",
        when=When.DEPARTMENT,
        large=True,
    ),
    Action(
        id="consolidate",
        group=Group.KPI,
        zh="生成季度KPI表",
        en="Quarterly KPIs",
        tip_zh="汇总各工作簿，生成本季度的大客户部 KPI 工作簿。",
        tip_en="Makes the department's KPI workbook of the quarter.",
        image="ChartInsert",
        when=When.DEPARTMENT,
        large=True,
    ),
    Action(
        id="explain",
        group=Group.KPI,
        zh="溯源",
        en="Explain",
        tip_zh="说明所选 KPI 单元格的数字来自哪些工作簿、工作表和单元格。",
        tip_en="Says which workbooks, sheets and cells gave the selected KPI.",
        image="TracePrecedents",
        when=When.DEPARTMENT,
    ),
    Action(
        id="attach",
        group=Group.SETUP,
        zh="附加",
        en="Attach",
        tip_zh="检查本工作簿能否与 kamxl 一起使用，并登记其中的表单。",
        tip_en="Looks which forms this workbook holds and whether kamxl can work with it.",
        image="Connections",
        when=When.WORKBOOK,
    ),
    Action(
        id="settings",
        group=Group.SETUP,
        zh="部门设置",
        en="Settings",
        tip_zh="打开部门的 设置.xlsx（人员、目标、规则、节假日）。",
        tip_en="Opens the department's 设置.xlsx (people, targets, rules, holidays).",
        image="ControlProperties",
        when=When.DEPARTMENT,
    ),
    Action(
        id="status",
        group=Group.SETUP,
        zh="状态",
        en="Status",
        tip_zh="显示 kamxl 的版本、部门文件夹、当前用户和后台进程。",
        tip_en="Shows kamxl's version, the department folder, who you are and the resident process.",
        image="AccessibilityChecker",
        when=When.ALWAYS,
    ),
    Action(
        id="help",
        group=Group.SETUP,
        zh="帮助",
        en="Help",
        tip_zh="打开使用说明。",
        tip_en="Opens the user's guide.",
        image="Help",
        when=When.ALWAYS,
    ),
)


def action(action_id: str) -> Action:
    """The action of that id. Raises ``KeyError`` for one that nobody listed: that is our fault."""
    return {one.id: one for one in ACTIONS}[action_id]

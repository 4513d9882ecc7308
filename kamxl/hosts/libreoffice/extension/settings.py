"""LibreOffice's configuration entries of the extension: menu, toolbar, command handler, start job."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from ....ribbon import TAB_EN, TAB_ZH, Action, Group

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    ' oor:name="{name}" oor:package="org.openoffice.Office{below}">\n{body}</oor:component-data>\n'
)
_BAR = "kamxl.bar"
_CALC = "com.sun.star.sheet.SpreadsheetDocument"


def addons(actions: Iterable[Action]) -> str:
    """The 大客户 menu and toolbar, in Calc only: every action, in its groups, with its icon."""
    listed = list(actions)
    menu = _titled(TAB_ZH, TAB_EN) + _prop("Context", _CALC) + _node("Submenu", _entries(listed))
    body = _node(
        "AddonUI",
        _node("OfficeMenuBar", _node("kamxl.menu", menu, replace=True))
        + _node("OfficeToolBar", _node(_BAR, _entries(listed), replace=True))
        + _node("Images", "".join(map(_image, listed))),
    )
    return _HEAD.format(name="Addons", below="", body=body)


def window_state() -> str:
    """The toolbar's name and its place: without them it floats over the sheet as "Add-On 1"."""
    state = _titled(TAB_ZH, TAB_EN, prop="UIName")
    state += "".join(
        f'<prop oor:name="{name}" oor:type="xs:{kind}"><value>{value}</value></prop>'
        for name, kind, value in (
            ("Docked", "boolean", "true"),
            ("DockingArea", "int", "0"),  # above the sheet …
            ("DockPos", "string", "0,3"),  # … in a row of its own below LibreOffice's
            ("Visible", "boolean", "true"),
            ("Style", "int", "2"),  # words beside the icons
        )
    )
    body = _node("UIElements", _node("States", _node(f"private:resource/toolbar/addon_{_BAR}", state, replace=True)))
    return _HEAD.format(name="CalcWindowState", below=".UI", body=body)


def _entries(actions: list[Action]) -> str:
    parts: list[str] = []
    for group in Group:
        mine = [action for action in actions if action.group is group]
        if mine and parts:
            parts.append(_prop("URL", "private:separator"))
        parts += [
            _prop("URL", f"kamxl:{action.id}")
            + _titled(action.zh, action.en)
            + _prop("Target", "_self")
            + _prop("Context", _CALC)
            for action in mine
        ]
    return "".join(_node(f"e{number:02}", inner, replace=True) for number, inner in enumerate(parts))


def _image(action: Action) -> str:
    images = _prop("ImageSmallURL", f"%origin%/icons/{action.id}.svg")
    images += _prop("ImageBigURL", f"%origin%/icons/{action.id}.svg")
    inner = _prop("URL", f"kamxl:{action.id}") + _node("UserDefinedImages", images)
    return _node(f"kamxl.image.{action.id}", inner, replace=True)


_COLORS = {Group.FILL: "#1F4E79", Group.APPROVE: "#548235", Group.KPI: "#BF6900", Group.SETUP: "#595959"}


def icon(action: Action) -> str:
    """A square in the group's colour with the first character of the label."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="26" height="26" viewBox="0 0 26 26">'
        f'<rect x="1" y="1" width="24" height="24" rx="4" fill="{_COLORS[action.group]}"/>'
        '<text x="13" y="19" font-size="16" text-anchor="middle" fill="#FFFFFF"'
        f' font-family="Microsoft YaHei, Noto Sans CJK SC, PingFang SC, sans-serif">{escape(action.zh[0])}</text></svg>\n'
    )


def _titled(zh: str, en: str, prop: str = "Title") -> str:
    values = f'<value>{escape(zh)}</value><value xml:lang="en-US">{escape(en)}</value>'
    values += f'<value xml:lang="zh-CN">{escape(zh)}</value>'
    return f'<prop oor:name="{prop}" oor:type="xs:string">{values}</prop>'


def _prop(name: str, value: str) -> str:
    return f'<prop oor:name={quoteattr(name)} oor:type="xs:string"><value>{escape(value)}</value></prop>'


def _node(name: str, inner: str, replace: bool = False) -> str:
    op = ' oor:op="replace"' if replace else ""
    return f"<node oor:name={quoteattr(name)}{op}>{inner}</node>\n"


def protocol(implementation: str) -> str:
    """``kamxl:`` commands go to our handler."""
    body = _node(
        "HandlerSet",
        f'<node oor:name={quoteattr(implementation)} oor:op="replace">'
        '<prop oor:name="Protocols" oor:type="oor:string-list"><value>kamxl:*</value></prop></node>\n',
    )
    return _HEAD.format(name="ProtocolHandler", below="", body=body)


def jobs(starter: str, opened: str) -> str:
    """The jobs that run at LibreOffice's first start of a session and whenever a window shows a document."""
    listed = (("kamxl.start", starter, "OnStartApp"), ("kamxl.opened", opened, "OnViewCreated"))
    jobs = "".join(
        f'<node oor:name="{name}" oor:op="replace">{_prop("Service", service)}</node>\n' for name, service, _ in listed
    )
    events = "".join(
        f'<node oor:name="{event}" oor:op="fuse"><node oor:name="JobList">'
        f'<node oor:name="{name}" oor:op="replace"/></node></node>\n'
        for name, _, event in listed
    )
    return _HEAD.format(name="Jobs", below="", body=_node("Jobs", jobs) + _node("Events", events))

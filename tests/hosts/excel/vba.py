# ruff: noqa: N802, N803 - the members' names are Excel's
"""The built add-in, run by pyOpenVBA's VBA interpreter: the real modules over a small fake of Windows and Excel.

What the interpreter lacks and what the fakes stand for:
- ``CreateObject``: WinHttp (real HTTP to a real resident process), the file system object (real files), WScript.Shell
  (really starts the process; ``Popup`` and its environment are recorded).
- Members of Excel's Application that pyOpenVBA does not have: the window's handle, language, Interactive, Cursor,
  StatusBar, InputBox, MacroOptions, Caller, calculation.
- ``Module.Procedure``, a qualified name of the project, with its ByRef arguments.
- ``WithEvents``, which the interpreter does not parse: taken off, and the handlers are called by name.
- On macOS (``AddIn(path, mac=True)`` compiles that branch): ``AppleScriptTask`` does what the handlers of
  kamxl.applescript do, over real HTTP; ``OnTime`` notes what is to run, the test runs it.
- ``DoEvents`` does nothing; ``Asc`` knows the code page that ``World`` names.
"""

from __future__ import annotations

import http.client
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.apps.excel._io import load_workbook
from pyopenvba.apps.excel._model import Application, Workbook
from pyopenvba.interpreter import EMPTY, MISSING, Interpreter, VBAErrorValue, VBAInt, VBAObject, member, method, setter
from pyopenvba.interpreter import _ast as A  # noqa: N812
from pyopenvba.interpreter._objects import MemberSpec
from pyopenvba.interpreter._parse import parse_module
from pyopenvba.interpreter._runtime import Frame, ModuleRuntime
from pyopenvba.interpreter._values import error, to_text
from pyopenvba.vba import VBAModuleKind

CHINESE, ENGLISH = 2052, 1033


@dataclass
class World:
    """What the fakes saw and what they shall answer."""

    language: int = CHINESE
    code_page: str = "gbk"
    hwnd: int = 4711
    caller: VBAObject | None = None
    inputs: list[object] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    popups: list[tuple[str, int]] = field(default_factory=list)
    statuses: list[object] = field(default_factory=list)
    interactive: list[bool] = field(default_factory=list)
    macro_options: list[dict[str, object]] = field(default_factory=list)
    calculations: list[str] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    started: list[str] = field(default_factory=list)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    refuse_start: bool = False
    die_while_asked: bool = False
    python_path: str = ""
    followed: list[str] = field(default_factory=list)
    scripted: list[str] = field(default_factory=list)
    after_reading: Callable[[Path], None] = lambda path: None
    timers: list[str] = field(default_factory=list)


class WinHttp(VBAObject):
    """``WinHttp.WinHttpRequest.5.1`` over a real connection."""

    vba_type_name = "WinHttpRequest"

    def __init__(self, world: World) -> None:
        self.world = world
        self.headers: dict[str, str] = {}
        self.answer: tuple[int, str] | None = None
        self.body = ""

    @method
    def SetProxy(self, setting: object) -> object:
        assert int(setting) == 1  # type: ignore[call-overload]
        return EMPTY

    @method
    def SetTimeouts(self, resolve: object, connect: object, send: object, receive: object) -> object:
        return EMPTY

    @method
    def Open(self, verb: object, url: object, asynchronous: object) -> object:
        assert verb == "POST"
        self.host, _, self.path = str(url).removeprefix("http://").partition("/")
        return EMPTY

    @method
    def SetRequestHeader(self, name: object, value: object) -> object:
        self.headers[to_text(name)] = to_text(value)
        return EMPTY

    @method
    def Send(self, body: object) -> object:
        self.body = to_text(body)
        assert self.body.isascii()
        return EMPTY

    @method
    def WaitForResponse(self, timeout: object) -> object:
        self.world.requests.append((f"/{self.path}", self.body))
        connection = http.client.HTTPConnection(self.host, timeout=20)
        try:
            connection.request("POST", f"/{self.path}", self.body.encode("ascii"), self.headers)
            if self.world.die_while_asked:
                raise error(-2147012866)  # 0x80072EFE: the connection ended
            response = connection.getresponse()
            self.answer = response.status, response.read().decode("ascii")
        except OSError:
            raise error(-2147012867) from None  # 0x80072EFD: cannot connect
        finally:
            connection.close()
        return True

    @member
    def Status(self) -> object:
        assert self.answer is not None
        return VBAInt(self.answer[0], "Long")

    @member
    def ResponseText(self) -> object:
        assert self.answer is not None
        return self.answer[1]


class TextStream(VBAObject):
    def __init__(self, path: Path, world: World) -> None:
        self.path = path
        self.world = world

    @method
    def ReadAll(self) -> object:
        text = self.path.read_text(encoding="ascii")
        self.world.after_reading(self.path)
        return text

    @method
    def Close(self) -> object:
        return EMPTY


class FileSystem(VBAObject):
    """``Scripting.FileSystemObject``; a backslash of Windows becomes this machine's."""

    def __init__(self, world: World) -> None:
        self.world = world

    @method
    def FileExists(self, path: object) -> object:
        return _real(path).is_file()

    @method
    def OpenTextFile(self, path: object, mode: object) -> object:
        return TextStream(_real(path), self.world)


class Environment(VBAObject):
    def __init__(self, values: dict[str, str]) -> None:
        self.values = values

    @member(default=True)
    def Item(self, name: object) -> object:
        return self.values.get(to_text(name), "")

    @setter("Item")
    def _set_item(self, name: object, value: object) -> None:
        self.values[to_text(name)] = to_text(value)


class Shell(VBAObject):
    """``WScript.Shell``: really starts what it is told to, without a shell."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.environ: dict[str, str] = {}

    @method
    def Environment(self, kind: object) -> object:
        assert kind == "PROCESS"
        return Environment(self.environ)

    @method
    def Run(self, command: object, style: object, wait: object) -> object:
        text = to_text(command)
        assert (int(style), bool(wait)) == (0, False)  # type: ignore[call-overload]
        self.world.started.append(text)
        if self.world.refuse_start:
            raise error(70)
        quoted, _, rest = text.removeprefix('"').partition('" ')
        environ = {**os.environ, **self.environ, "PYTHONPATH": self.world.python_path}
        # Not in the checkout: an interpreter without kamxl must not find it in the current folder.
        elsewhere = self.environ["KAMXL_RESIDENT_HOME"]
        process = subprocess.Popen([quoted, *rest.split(), "--tcp"], env=environ, cwd=Path(elsewhere).parent)
        self.world.processes.append(process)
        return VBAInt(0, "Long")

    @method
    def Popup(self, text: object, seconds: object, title: object, style: object) -> object:
        self.world.popups.append((to_text(text), int(style)))  # type: ignore[call-overload]
        return VBAInt(1, "Long")


class AppleScript:
    """The handlers of kamxl.applescript, each with its one text; curl's part is Python's HTTP."""

    def __init__(self, world: World) -> None:
        self.world = world

    def run(self, handler: str, given: str) -> str:
        if handler == "read":
            return Path(given).read_text(encoding="ascii") if Path(given).is_file() else ""
        if handler == "ask":
            return self._said(*self._asked(given))
        if handler == "begin":
            target, _, question = given.partition("\n")
            Path(target).unlink(missing_ok=True)
            answer, code = self._asked(question)
            Path(target).write_text(f"{answer}\n{code}", encoding="ascii")
            return "begun"
        if handler == "collect":
            if not Path(given).is_file():
                return "waiting"
            answer, _, code = Path(given).read_text(encoding="ascii").rpartition("\n")
            Path(given).unlink()
            return self._said(answer, int(code)) or "broken"
        assert handler == "start"
        return ""

    def _asked(self, question: str) -> tuple[str, int]:
        """What curl prints (the answer, then HTTP's code), and how it ends."""
        address, token, path, body = question.split("\n", 3)
        self.world.requests.append((path, body))
        connection = http.client.HTTPConnection(address.removeprefix("tcp:"), timeout=20)
        headers = {"Content-Type": "application/json", "Accept": "text/plain", "X-Kamxl-Token": token}
        try:
            connection.request("POST", path, body.encode("ascii"), headers)
            if self.world.die_while_asked:
                return "\n000", 52
            response = connection.getresponse()
            return f"{response.read().decode('ascii')}\n{response.status}", 0
        except OSError:
            return "\n000", 7
        finally:
            connection.close()

    @staticmethod
    def _said(printed: str, code: int) -> str:
        if code in (52, 56):
            return "broken"
        return f"200\n{printed[:-4]}" if code == 0 and printed.endswith("\n200") else ""


class LanguageSettings(VBAObject):
    def __init__(self, world: World) -> None:
        self.world = world

    @method
    def LanguageID(self, kind: object) -> object:
        return VBAInt(self.world.language, "Long")


class FakeExcel(Application):
    """pyOpenVBA's Excel with the members that it lacks."""

    vba_type_name = "Application"
    world: World

    @member
    def Hwnd(self) -> object:
        return VBAInt(self.world.hwnd, "Long")

    @member
    def LanguageSettings(self) -> object:
        return LanguageSettings(self.world)

    @member
    def Interactive(self) -> object:
        return self.world.interactive[-1]

    @setter("Interactive")
    def _set_interactive(self, value: object) -> None:
        self.world.interactive.append(bool(value))

    @member
    def Cursor(self) -> object:
        return VBAInt(-4143, "Long")

    @setter("Cursor")
    def _set_cursor(self, value: object) -> None:
        return None

    @member
    def StatusBar(self) -> object:
        return self.world.statuses[-1]

    @setter("StatusBar")
    def _set_status(self, value: object) -> None:
        self.world.statuses.append(value)

    @method
    def InputBox(
        self, Prompt: object, Title: object = MISSING, Default: object = MISSING, Left: object = MISSING,
        Top: object = MISSING, HelpFile: object = MISSING, HelpContextID: object = MISSING, Type: object = MISSING,
    ) -> object:  # fmt: skip
        self.world.prompts.append(to_text(Prompt))
        return self.world.inputs.pop(0)

    @method
    def MacroOptions(
        self, Macro: object = MISSING, Description: object = MISSING, Category: object = MISSING,
        ArgumentDescriptions: object = MISSING,
    ) -> object:  # fmt: skip
        elements = getattr(ArgumentDescriptions, "elements", list)
        self.world.macro_options.append(
            {"macro": Macro, "help": Description, "category": Category, "arguments": list(elements())}
        )
        return EMPTY

    @member
    def Caller(self) -> object:
        if self.world.caller is None:
            return VBAErrorValue(2023)
        return self.world.caller

    @method
    def OnTime(self, EarliestTime: object, Procedure: object) -> object:
        self.world.timers.append(to_text(Procedure))
        return EMPTY

    @method
    def CalculateFull(self) -> object:
        self.world.calculations.append("full")
        return EMPTY

    @method
    def Calculate(self) -> object:
        self.world.calculations.append("dirty")
        return EMPTY


class Bridge(ExcelBridge):
    """CreateObject gives the fakes."""

    def __init__(self, application: FakeExcel, world: World) -> None:
        super().__init__(application)
        self.world = world

    def create(self, type_name_: str) -> object:
        made: dict[str, Any] = {
            "WinHttp.WinHttpRequest.5.1": lambda: WinHttp(self.world),
            "Scripting.FileSystemObject": lambda: FileSystem(self.world),
            "WScript.Shell": lambda: Shell(self.world),
        }
        return made[type_name_]()


class ProjectInterpreter(Interpreter):
    """The interpreter, and names qualified by a module of the project; a clock that may run fast."""

    executed: set[str]

    def add_module(self, source: str, *, name: str = "", kind: str = "standard") -> ModuleRuntime:
        runtime = ModuleRuntime(_parsed(source, name, kind), self)
        self.modules[name.lower()] = runtime
        return runtime

    def call(
        self,
        procedure: A.Procedure,
        module: ModuleRuntime,
        args: list[object],
        named: dict[str, object],
        *,
        me: object = None,
    ) -> object:
        self.executed.add(f"{module.name}.{procedure.name}")
        return super().call(procedure, module, args, named, me=me)

    seconds_a_look: float = 0.0
    looks: int = 0

    def clock(self) -> datetime:
        if not self.seconds_a_look:
            return datetime.now()  # noqa: DTZ005 - VBA's Now is the computer's own time
        self.looks += 1
        return datetime(2026, 9, 30) + timedelta(seconds=self.looks * self.seconds_a_look)

    def evaluate_call(
        self, callee: A.Expr | None, args: list[A.Argument], frame: Frame | None, *, statement_context: bool = False
    ) -> object:
        found = self._qualified(callee)
        if found is None:
            return super().evaluate_call(callee, args, frame, statement_context=statement_context)
        runtime, name = found
        procedure = runtime.procedure(name)
        assert procedure is not None, f"{runtime.name}.{name}"
        assert procedure.scope != "private", f"{runtime.name}.{name}"
        positional, named = self._arguments(args, frame, procedure=procedure)
        return self.call(procedure, runtime, positional, named)

    def _read_member(self, expression: A.Member, frame: Frame | None) -> object:
        found = self._qualified(expression)
        if found is None:
            return super()._read_member(expression, frame)
        runtime, name = found
        runtime.initialise()
        if name in runtime.constants:
            return runtime.constants[name]
        return self.evaluate_call(expression, [], frame)

    def _qualified(self, callee: A.Expr | None) -> tuple[ModuleRuntime, str] | None:
        if not isinstance(callee, A.Member) or not isinstance(callee.target, A.Name):
            return None
        runtime = self.modules.get(callee.target.name.lower())
        return None if runtime is None or runtime.is_class else (runtime, callee.name.lower())


class Control(VBAObject):
    """The button that Office hands to a callback."""

    vba_type_name = "IRibbonControl"

    def __init__(self, control_id: str) -> None:
        self.control_id = control_id

    @member
    def ID(self) -> object:
        return self.control_id


class Cell(VBAObject):
    """A cell that calls a function, or a range given to one."""

    vba_type_name = "Range"

    def __init__(self, value: object = EMPTY) -> None:
        self.value = value
        self.dirtied = 0

    @member(default=True)
    def Value(self) -> object:
        return self.value

    @method
    def Dirty(self) -> object:
        self.dirtied += 1
        return EMPTY


class AddIn:
    """A loaded add-in: ``run`` calls a procedure, ``world`` tells what happened outside."""

    def __init__(self, path: Path, *, mac: bool = False) -> None:
        self.world = World()
        app = ExcelApplication.__new__(ExcelApplication)
        app.application = FakeExcel()
        app.application.world = self.world
        app.interpreter = ProjectInterpreter(Bridge(app.application, self.world))
        app.interpreter.executed = set()
        app.application.interpreter = app.interpreter
        book = load_workbook(app.application, path)
        app.application.workbooks_.books.append(book)
        app.application.activate_book(book)
        self.app, self.interpreter, self.own = app, app.interpreter, book
        ours = {"doevents": _do_events, "asc": self._asc, "applescripttask": self._apple_script}
        self.interpreter._intrinsics = {**self.interpreter._intrinsics, **ours}
        with ExcelFile(path) as file:
            for module in file.vba_project().modules:
                standard = module.kind is VBAModuleKind.standard
                kind = "standard" if standard else "document" if module.name in ("ThisWorkbook", "Sheet1") else "class"
                text = module.source.replace("Private WithEvents ", "Private ")
                text = text.replace("#If Mac Then", "#If True Then") if mac else text
                app.add_module(text, name=module.name, kind=kind)

    def _asc(self, interpreter: Interpreter, args: list[object], named: dict[str, object]) -> object:
        code = to_text(args[0])[0].encode(self.world.code_page, "replace")
        return VBAInt(int.from_bytes(code, signed=len(code) == 2), "Integer")

    def _apple_script(self, interpreter: Interpreter, args: list[object], named: dict[str, object]) -> object:
        script, handler, given = map(to_text, args)
        assert script == "kamxl.applescript"
        self.world.scripted.append(handler)
        return AppleScript(self.world).run(handler, given)

    def run(self, procedure: str, *arguments: object) -> object:
        return self.interpreter.run(procedure, list(arguments))

    def press(self, action: str) -> None:
        self.run(f"KamPress_{action}", Control(f"kam_{action}"))

    @property
    def messages(self) -> list[tuple[str, int]]:
        """What the person was told: text and style, by MsgBox or by the script host."""
        shown = [(text, style) for kind, text, _, style in self.interpreter.dialogs if kind == "MsgBox"]
        return shown + self.world.popups


@cache
def _parsed(source: str, name: str, kind: str) -> A.Module:
    """Parsing takes most of the time of loading the add-in."""
    return parse_module(source, name=name, kind=kind)


def _follow(book: Workbook, Address: object) -> object:
    target = to_text(Address)
    if not target.startswith("https://"):
        raise error(5)
    book.application.world.followed.append(target)
    return EMPTY


def _no_links(book: Workbook, Type: object) -> object:
    return EMPTY


# What pyOpenVBA's workbook lacks.
Workbook.vba_add_member(MemberSpec("LinkSources", "method", _no_links, parameters=("Type",)))
Workbook.vba_add_member(MemberSpec("FollowHyperlink", "method", _follow, parameters=("Address",)))


def _do_events(*_: object) -> object:
    return VBAInt(0, "Integer")


def _real(path: object) -> Path:
    return Path(to_text(path).replace("\\", "/"))

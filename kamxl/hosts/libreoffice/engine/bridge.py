"""The bridge to UNO: finds LibreOffice's Python binding, connects to a running office, makes UNO's structs and enums.

LibreOffice's ``uno.py`` and ``unohelper.py`` belong to the system's Python or to LibreOffice's own; they are loaded by
file, so that a virtual environment gets these two modules and nothing else of the folder they lie in.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from kamxl.errors import HostError

from ..extension.carried.survey import SURVEYS

# Where distributions and The Document Foundation's own packages put uno.py; the office's program folder comes first.
_SYSTEM_FOLDERS = (
    "/usr/lib/python3/dist-packages",
    f"/usr/lib/python3.{sys.version_info.minor}/site-packages",
    f"/usr/lib64/python3.{sys.version_info.minor}/site-packages",
    f"/usr/lib/python3.{sys.version_info.minor}/dist-packages",
)


def load_uno(program: Path) -> ModuleType:
    """LibreOffice's ``uno`` module, from the office whose program folder is given or from the system's Python.

    Raises ``HostError`` where no binding fits this interpreter (an office with its own Python, another version).
    """
    for name in ("uno", "unohelper"):
        if name not in sys.modules:
            _load_by_file(name, program)
    return sys.modules["uno"]


def _load_by_file(name: str, program: Path) -> None:
    path = next((folder / f"{name}.py" for folder in _folders(program) if (folder / f"{name}.py").is_file()), None)
    if path is None:
        raise HostError("libreoffice.no_uno", python=sys.version.split()[0], reason=f"{name}.py?")
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise HostError("libreoffice.no_uno", python=sys.version.split()[0], reason=str(path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    added = str(program) not in sys.path
    if added:
        sys.path.append(str(program))
    try:
        spec.loader.exec_module(module)
    except (ImportError, OSError) as error:
        del sys.modules[name]
        raise HostError("libreoffice.no_uno", python=sys.version.split()[0], reason=str(error)) from error
    finally:
        if added:
            sys.path.remove(str(program))


def _folders(program: Path) -> Iterator[Path]:
    yield program
    yield from map(Path, _SYSTEM_FOLDERS)


class Bridge:
    """One connection to one office. UNO objects are dynamic, hence ``Any`` at this edge and only here."""

    def __init__(self, uno: Any, context: Any) -> None:
        self.uno = uno
        self.context = context
        self.desktop: Any = self.service("com.sun.star.frame.Desktop")

    @classmethod
    def connect(cls, uno: Any, address: str) -> Bridge:
        """The office that listens at ``address`` (``pipe,name=…`` or ``socket,host=…,port=…``).

        Raises UNO's ``NoConnectException`` while nobody listens there.
        """
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        return cls(uno, resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext"))

    def service(self, name: str, *arguments: Any) -> Any:
        """A new instance of a UNO service."""
        manager = self.context.ServiceManager
        if arguments:
            return manager.createInstanceWithArgumentsAndContext(name, arguments, self.context)
        return manager.createInstanceWithContext(name, self.context)

    def struct(self, name: str, **fields: Any) -> Any:
        """A UNO struct, ``com.sun.star.`` left out, with the given fields set."""
        value = self.uno.createUnoStruct(f"com.sun.star.{name}")
        for field, content in fields.items():
            setattr(value, field, content)
        return value

    def enum(self, name: str, value: str) -> Any:
        """A UNO enum value, ``com.sun.star.`` left out: ``enum("sheet.CellInsertMode", "DOWN")``."""
        return self.uno.Enum(f"com.sun.star.{name}", value)

    def properties(self, **values: Any) -> tuple[Any, ...]:
        """A sequence of ``PropertyValue``, as loading, storing, sorting and dispatching want it."""
        return tuple(self.struct("beans.PropertyValue", Name=name, Value=value) for name, value in values.items())

    def typed(self, type_name: str, value: Any) -> Any:
        """A value with its UNO type given, where Python's type alone would be taken for another."""
        return self.uno.Any(type_name, value)

    def invoke(self, target: Any, method: str, *arguments: Any) -> Any:
        """Call a method whose arguments carry an explicit type (see :meth:`typed`)."""
        return self.uno.invoke(target, method, arguments)

    def survey(self, question: str, cells: Any) -> Any:
        """The answer of one of ``survey.SURVEYS`` about a range."""
        return SURVEYS[question](cells)

    def dispatch(self, controller: Any, command: str, **arguments: Any) -> None:
        """Run a ``.uno:`` command in a document's window, as a click on its menu entry would."""
        helper = self.service("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(controller.Frame, f".uno:{command}", "", 0, self.properties(**arguments))

"""The Basic library of the functions, generated from the registry: cells call ``KAM_CHURN``, Basic calls our service.

A Basic function keeps the plain name in the formula, and through xlsx; an Add-In's function would be stored under its long
service name. The service is made once and held: making it for each call costs eight times the call.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from .carried.starting import LIBRARY

SERVICE = "kamxl.libreoffice.Functions"
MODULE = "KamFunctions"


class Served(Protocol):
    """What is needed of a function: its name, how many arguments it takes, its help."""

    @property
    def name(self) -> str: ...

    @property
    def args(self) -> tuple[object, ...]: ...

    @property
    def help(self) -> str: ...


def source(functions: Iterable[Served]) -> str:
    """The module's text. ASCII only: Basic's own code page must not matter."""
    return "\n".join(["Option Explicit", "Global kamxlService As Object", "", _CALL, *map(_function, functions)])


_CALL = f"""Private Function KamxlCall(sName As String, aArguments) As Variant
  If IsNull(kamxlService) Then kamxlService = createUnoService("{SERVICE}")
  KamxlCall = kamxlService.callFunction(sName, aArguments)
End Function
"""


def _function(function: Served) -> str:
    names = [f"a{index}" for index in range(len(function.args))]
    declared = ", ".join(f"Optional {name}" for name in names)
    lines = [f"Function {function.name}({declared}) As Variant"]
    if names:
        lines.append(f"  Dim aGiven({len(names) - 1}) As Variant")
        lines += [f"  If Not IsMissing({name}) Then aGiven({index}) = {name}" for index, name in enumerate(names)]
        lines.append(f'  {function.name} = KamxlCall("{function.name}", aGiven)')
    else:
        lines.append(f'  {function.name} = KamxlCall("{function.name}", Array())')
    return "\n".join([*lines, "End Function", ""])


def module(functions: Iterable[Served]) -> str:
    """The module as the library's file wants it."""
    text = source(functions).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
        '<script:module xmlns:script="http://openoffice.org/2000/script"'
        f' script:name="{MODULE}" script:language="StarBasic">{text}</script:module>\n'
    )


def library() -> str:
    """The library's list of modules."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">\n'
        '<library:library xmlns:library="http://openoffice.org/2000/library"'
        f' library:name="{LIBRARY}" library:readonly="true" library:passwordprotected="false">\n'
        f' <library:element library:name="{MODULE}"/>\n'
        "</library:library>\n"
    )


def dialogs() -> str:
    """The empty list of dialogs that a Basic library must have beside its modules."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">\n'
        '<library:library xmlns:library="http://openoffice.org/2000/library"'
        f' library:name="{LIBRARY}" library:readonly="true" library:passwordprotected="false"/>\n'
    )

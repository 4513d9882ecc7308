"""What LibreOffice loads: the handler of ``kamxl:`` commands, the job at its start, the service behind the functions."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import unohelper
from com.sun.star.frame import XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo
from com.sun.star.sheet import XFunctionAccess
from com.sun.star.task import XJob
from kamxl_carried.libreoffice.extension.carried import starting
from kamxl_carried.libreoffice.extension.carried.calling import Functions
from kamxl_carried.libreoffice.extension.carried.pressing import Presser

HANDLER = "kamxl.libreoffice.Handler"
STARTER = "kamxl.libreoffice.Starter"
OPENED = "kamxl.libreoffice.Opened"
FUNCTIONS = "kamxl.libreoffice.Functions"
PRESS = "kamxl.libreoffice.Press"
FORGET = "forget"


@lru_cache(maxsize=1)
def presser(context: Any) -> Presser:
    """The one of this LibreOffice: all windows share its line and its busy flag."""
    return Presser(context)


@lru_cache(maxsize=1)
def functions(context: Any) -> Functions:
    return Functions(context, presser(context))


class Handler(unohelper.Base, XServiceInfo, XInitialization, XDispatchProvider, XDispatch):
    """Takes ``kamxl:validate`` from menus, toolbars and shortcuts."""

    def __init__(self, context: Any, *_arguments: Any) -> None:
        self._context = context
        self._frame: Any = None

    def initialize(self, arguments: Any) -> None:
        if arguments:
            self._frame = arguments[0]

    def queryDispatch(self, url: Any, _target: str, _flags: int) -> Any:
        return self if url.Protocol == "kamxl:" else None

    def queryDispatches(self, requests: Any) -> Any:
        return tuple(self.queryDispatch(one.FeatureURL, one.FrameName, one.SearchFlags) for one in requests)

    def dispatch(self, url: Any, _arguments: Any) -> None:
        presser(self._context).press(url.Path, self._frame)

    def addStatusListener(self, _listener: Any, _url: Any) -> None:
        """The buttons are always on: what cannot be done here says so when it is pressed."""

    def removeStatusListener(self, _listener: Any, _url: Any) -> None:
        """Nobody listens."""

    def getImplementationName(self) -> str:
        return HANDLER

    def supportsService(self, name: str) -> bool:
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> Any:
        return ("com.sun.star.frame.ProtocolHandler",)


class Starter(unohelper.Base, XServiceInfo, XJob):
    """Runs once when LibreOffice starts: puts the functions where cells find them."""

    def __init__(self, context: Any, *_arguments: Any) -> None:
        self._context = context

    def execute(self, _arguments: Any) -> Any:
        starting.install_functions(self._context)
        return None

    def getImplementationName(self) -> str:
        return STARTER

    def supportsService(self, name: str) -> bool:
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> Any:
        return ("com.sun.star.task.Job",)


class Opened(unohelper.Base, XServiceInfo, XJob):
    """Runs whenever a window shows a document."""

    def __init__(self, context: Any, *_arguments: Any) -> None:
        self._context = context

    def execute(self, arguments: Any) -> Any:
        environment = {part.Name: part.Value for one in arguments if one.Name == "Environment" for part in one.Value}
        model = environment.get("Model")
        if model is not None and model.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            presser(self._context).opened(model)
        return None

    def getImplementationName(self) -> str:
        return OPENED

    def supportsService(self, name: str) -> bool:
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> Any:
        return ("com.sun.star.task.Job",)


class FunctionAccess(unohelper.Base, XServiceInfo, XFunctionAccess):
    """What the generated Basic functions call: ``callFunction("KAM_CHURN", arguments)``; ``forget`` after 刷新KPI."""

    def __init__(self, context: Any, *_arguments: Any) -> None:
        self._functions = functions(context)

    def callFunction(self, name: str, arguments: Any) -> Any:
        return self._functions.forget() if name == FORGET else self._functions.call(name, arguments)

    def getImplementationName(self) -> str:
        return FUNCTIONS

    def supportsService(self, name: str) -> bool:
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> Any:
        return (FUNCTIONS,)


class PressAccess(unohelper.Base, XServiceInfo, XFunctionAccess):
    """A press for programs: ``callFunction("validate", (frame, answers as JSON))`` gives the reply as JSON."""

    def __init__(self, context: Any, *_arguments: Any) -> None:
        self._context = context

    def callFunction(self, action: str, arguments: Any) -> Any:
        frame, answers = arguments
        return json.dumps(presser(self._context).reply(action, frame, json.loads(answers)))

    def getImplementationName(self) -> str:
        return PRESS

    def supportsService(self, name: str) -> bool:
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> Any:
        return (PRESS,)


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Handler, HANDLER, ("com.sun.star.frame.ProtocolHandler",))
g_ImplementationHelper.addImplementation(Starter, STARTER, ("com.sun.star.task.Job",))
g_ImplementationHelper.addImplementation(Opened, OPENED, ("com.sun.star.task.Job",))
g_ImplementationHelper.addImplementation(FunctionAccess, FUNCTIONS, (FUNCTIONS,))
g_ImplementationHelper.addImplementation(PressAccess, PRESS, (PRESS,))

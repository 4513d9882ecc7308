"""What a person sees: message boxes and questions on the main thread, info bars, the status bar."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import uno
import unohelper
from com.sun.star.awt import XCallback

from . import words

_BAR = "kamxl"
_INFO, _SUCCESS, _WARNING = 0, 1, 2  # com.sun.star.frame.InfobarType
_OK, _YES = 1, 2  # com.sun.star.awt.MessageBoxResults
_YES_OR_NO = 3 + 0x40000  # com.sun.star.awt.MessageBoxButtons: both, and Return says yes


class _Later(unohelper.Base, XCallback):
    """A call that the main thread makes when it is free."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work

    def notify(self, _data: Any) -> None:
        self._work()


class Shown:
    """The window that a press came from."""

    def __init__(self, context: Any, frame: Any) -> None:
        self._context = context
        self._frame = frame

    def error(self, text: str) -> None:
        self._on_main(lambda: self._message("ERRORBOX", text))

    def box(self, text: str) -> None:
        self._on_main(lambda: self._message("INFOBOX", text))

    def bar(self, text: str, warning: bool = False) -> None:
        """A bar above the cells that goes away when the next comes; offices before 7.0 get a box."""
        controller = self._frame.getController()
        if not hasattr(controller, "appendInfobar"):
            self.box(text)
            return

        def show() -> None:
            if controller.hasInfobar(_BAR):
                controller.removeInfobar(_BAR)
            kind = _WARNING if warning else _SUCCESS
            controller.appendInfobar(_BAR, words.TITLE, text, kind, (), True)

        self._on_main(show)

    def indicator(self, total: int) -> Any:
        """A progress bar in the status bar, started."""
        bar = self._frame.createStatusIndicator()
        bar.start(words.TITLE, total)
        return bar

    def ask(self, question: dict[str, Any]) -> str | None:
        """The person's answer, None where they cancelled."""
        return self._wait_for(lambda: self._question(question))

    def _question(self, question: dict[str, Any]) -> str | None:
        if question["kind"] == "yesno":
            return "yes" if self._message("QUERYBOX", question["prompt"], _YES_OR_NO) == _YES else "no"
        return self._dialog(question)

    def _message(self, kind: str, text: str, buttons: int = 1) -> int:
        window = self._frame.getContainerWindow()
        boxes = self._context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", self._context)
        box = boxes.createMessageBox(
            window, uno.Enum("com.sun.star.awt.MessageBoxType", kind), buttons, words.TITLE, text
        )
        try:
            return int(box.execute())
        finally:
            box.dispose()

    def _dialog(self, question: dict[str, Any]) -> str | None:
        """A prompt with a line to fill in, or with a list to choose from."""
        create = self._context.ServiceManager.createInstanceWithContext
        model = create("com.sun.star.awt.UnoControlDialogModel", self._context)
        model.Width, model.Height, model.Title = 220, 74, words.TITLE
        options = tuple(question.get("options") or ())
        kind = "ListBox" if options else "Edit"
        for name, service, left, top, width, height in (
            ("prompt", "FixedText", 8, 6, 204, 24),
            ("given", kind, 8, 32, 204, 14),
            ("ok", "Button", 110, 54, 48, 14),
            ("cancel", "Button", 164, 54, 48, 14),
        ):
            part = model.createInstance(f"com.sun.star.awt.UnoControl{service}Model")
            part.PositionX, part.PositionY, part.Width, part.Height, part.Name = left, top, width, height, name
            model.insertByName(name, part)
        prompt, given = model.getByName("prompt"), model.getByName("given")
        prompt.Label, prompt.MultiLine = str(question["prompt"]), True
        model.getByName("ok").Label, model.getByName("ok").PushButtonType = "确定", 1
        model.getByName("ok").DefaultButton = True
        model.getByName("cancel").Label, model.getByName("cancel").PushButtonType = "取消", 2
        if options:
            given.Dropdown, given.StringItemList, given.SelectedItems = True, options, (0,)
        else:
            given.Text = str(question.get("default") or "")
        dialog = create("com.sun.star.awt.UnoControlDialog", self._context)
        dialog.setModel(model)
        dialog.createPeer(create("com.sun.star.awt.Toolkit", self._context), self._frame.getContainerWindow())
        try:
            if dialog.execute() != _OK:
                return None
            control = dialog.getControl("given")
            return str(control.getSelectedItem() if options else control.getText()).strip()
        finally:
            dialog.dispose()

    def _on_main(self, work: Callable[[], Any]) -> None:
        later = self._context.ServiceManager.createInstanceWithContext("com.sun.star.awt.AsyncCallback", self._context)
        later.addCallback(_Later(work), None)

    def _wait_for(self, work: Callable[[], str | None]) -> str | None:
        given: list[str | None] = [None]
        answered = threading.Event()

        def run() -> None:
            try:
                given[0] = work()
            finally:
                answered.set()

        self._on_main(run)
        answered.wait()
        return given[0]

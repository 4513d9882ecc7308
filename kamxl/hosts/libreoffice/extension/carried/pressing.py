"""A press inside LibreOffice: what is selected goes to the resident process, what comes back is shown.

The work runs on a thread of its own, so that the window stays alive; what a person sees is asked of the main thread. All that an
action changes is one step of the undo list; where it fails or the process is lost in the middle, that step is taken back.
"""

from __future__ import annotations

import json
import threading
import traceback
from pathlib import Path
from typing import Any

import uno

from ....resident import client, endpoint
from . import words
from .objects import Door
from .showing import Shown
from .stepping import Step

_PROGRESS_SECONDS = 0.4
_TRIES = 2


class Presser:
    """The one of this LibreOffice."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._config = json.loads((Path(__file__).parent / "config.json").read_text(encoding="utf-8"))
        self._door: Door | None = None
        self._busy = threading.Lock()

    @property
    def config(self) -> dict[str, Any]:
        return dict(self._config)

    def press(self, action: str, frame: Any) -> None:
        """Starts an action on the workbook of a window. A second press while one runs is told so and does nothing."""
        shown = Shown(self._context, frame)
        if not self._busy.acquire(blocking=False):
            shown.bar(words.BUSY)
            return
        threading.Thread(target=self._guarded, args=(action, frame, shown), name="kamxl press", daemon=True).start()

    def reply(self, action: str, frame: Any, answers: dict[str, str]) -> dict[str, Any]:
        """The same press for a program that waits: what came of it is given back, and not shown."""
        if not self._busy.acquire(blocking=False):
            return {"kind": "error", "text": words.BUSY}
        try:
            return self._ask(action, frame, frame.getController().getModel(), answers, Shown(self._context, frame))
        except client.NoProcess as error:
            return {"kind": "error", "text": words.no_process(error.reason)}
        except client.Broken:
            return {"kind": "error", "text": words.BROKEN}
        finally:
            self._busy.release()

    def resident(self) -> endpoint.Endpoint:
        """The resident process, started where none answers. Raises ``client.NoProcess``."""
        return client.with_process(self._config["command"], self._config["version"])

    def opened(self, model: Any) -> None:
        """A workbook came into a window: where it lies in a department, the process starts and reads that ahead."""
        url = str(model.URL)
        frame = model.getCurrentController().getFrame() if model.getCurrentController() is not None else None
        if url.startswith("file:") and frame is not None and frame.getContainerWindow().isVisible():
            path = uno.fileUrlToSystemPath(url)
            threading.Thread(target=self._warm, args=(path,), name="kamxl warm", daemon=True).start()

    def _warm(self, book: str) -> None:
        try:
            if any((folder / self._config["department"]).is_file() for folder in Path(book).parents):
                client.call(self.resident(), "/warm", {"book": book}, 30.0)
        except (client.NoProcess, client.Broken, OSError, ValueError):
            return  # nobody asked for anything yet: the press will say what is wrong

    def _guarded(self, action: str, frame: Any, shown: Shown) -> None:
        try:
            self._run(action, frame, shown)
        except client.NoProcess as error:
            shown.error(words.no_process(error.reason))
        except client.Broken:
            shown.error(words.BROKEN)
        except Exception:  # noqa: BLE001 - the extension's edge: LibreOffice must never see our mistakes
            shown.error(words.BUG + "\n" + traceback.format_exc(limit=3))
        finally:
            self._busy.release()

    def _run(self, action: str, frame: Any, shown: Shown) -> None:
        model = frame.getController().getModel()
        answers: dict[str, str] = {}
        while True:
            reply = self._ask(action, frame, model, answers, shown)
            question = reply.get("ask")
            if reply.get("kind") != "ask" or not question:
                break
            given = shown.ask(question)
            if given is None:
                return
            answers[question["id"]] = given
        self._show(reply, shown)

    def _ask(self, action: str, frame: Any, model: Any, answers: dict[str, str], shown: Shown) -> dict[str, Any]:
        """One question to the process, as one undo step of the workbook."""
        where = self.resident()
        body = {**place(frame, model), "action": action, "host": "libreoffice", "answers": answers}
        door = self._open_door()
        body["app"] = {"address": door.address, "key": door.key(), "document": model.RuntimeUID}
        done = threading.Event()
        threading.Thread(target=self._tell, args=(where, shown, done), name="kamxl progress", daemon=True).start()
        step = Step(self._context, words.undo_title(self._config["labels"].get(action, action)))
        kept = False
        try:
            reply = client.call(where, "/press", body)
            kept = reply.get("kind") != "error"
            return reply
        finally:
            done.set()
            if kept:
                step.end()
            else:
                door.hang_up()
                step.take_back()

    def _open_door(self) -> Door:
        """The line's near end, a new one where somebody cleared away the old one's socket."""
        if self._door is not None and not self._door.stands():
            self._door.close()
            self._door = None
        if self._door is None:
            self._door = Door(self._context, endpoint.private(endpoint.home()))
        return self._door

    @staticmethod
    def _tell(where: Any, shown: Shown, done: threading.Event) -> None:
        """Shows how far the process is, until it is done."""
        bar = None
        while not done.wait(_PROGRESS_SECONDS):
            try:
                state = client.call(where, "/progress", {}, 5.0)
            except (client.NoProcess, client.Broken, ValueError):
                break
            bar = bar or shown.indicator(int(state.get("total") or 0))
            bar.setText(str(state.get("text", "")))
            bar.setValue(int(state.get("done") or 0))
        if bar is not None:
            bar.end()

    @staticmethod
    def _show(reply: dict[str, Any], shown: Shown) -> None:
        text = str(reply.get("text", ""))
        extra = reply.get("extra") or {}
        if reply.get("kind") == "error":
            shown.error(text)
        elif text and extra.get("show") == "box":
            shown.box(text)
        elif text:
            shown.bar(text, warning=reply.get("kind") == "finding")


def place(frame: Any, model: Any) -> dict[str, str]:
    """The workbook's file, the active sheet and the upper left cell of the selection."""
    url = str(model.URL)
    found = {"book": uno.fileUrlToSystemPath(url) if url.startswith("file:") else url, "sheet": "", "cell": ""}
    controller = frame.getController()
    if hasattr(controller, "getActiveSheet"):
        found["sheet"] = str(controller.getActiveSheet().Name)
        selected = model.getCurrentSelection()
        address = getattr(selected, "RangeAddress", None)
        if address is not None:
            found["cell"] = f"{letters(address.StartColumn)}{address.StartRow + 1}"
    return found


def letters(column: int) -> str:
    """``27`` → ``AB``, counted from 0."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text

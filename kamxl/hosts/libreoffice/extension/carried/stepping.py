"""All that one press changes is one step of each open workbook's undo list: 同步 writes into every workbook that is open."""

from __future__ import annotations

from typing import Any


class Step:
    """An undo step that is being made. A workbook in which nothing changes gets none."""

    def __init__(self, context: Any, title: str) -> None:
        self._open: list[tuple[Any, Any]] = []
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        components = desktop.getComponents().createEnumeration()
        while components.hasMoreElements():
            document = components.nextElement()
            if hasattr(document, "getSheets") and hasattr(document, "getUndoManager"):
                undo = document.getUndoManager()
                before = tuple(undo.getAllUndoActionTitles())
                undo.enterUndoContext(title)
                self._open.append((undo, before))

    def end(self) -> None:
        """What was changed stays."""
        self._close(lambda undo: None)

    def take_back(self) -> None:
        """What was changed is undone; the redo list keeps it."""
        self._close(lambda undo: undo.undo())

    def _close(self, then: Any) -> None:
        for undo, before in self._open:
            try:
                undo.leaveUndoContext()
                if tuple(undo.getAllUndoActionTitles()) != before:
                    then(undo)
            except Exception:  # noqa: BLE001, S112 - closed by the person meanwhile: there is nothing left to undo
                continue
        self._open = []

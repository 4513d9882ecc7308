"""``App``: one running LibreOffice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from . import locks
from .book import Book
from .books import Books
from .bridge import Bridge
from .formats import Formats
from .gaps import implements, partly, unsupported
from .office import Office
from .range import Range

if TYPE_CHECKING:
    from .apps import LibreOfficeEngine

_BOXES = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
_BOX_KINDS = {"info": "INFOBOX", "critical": "ERRORBOX", None: "MESSAGEBOX"}
_ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}


@implements(base_classes.App)
class App:
    """One running office."""

    engine: LibreOfficeEngine

    def __init__(self, engine: LibreOfficeEngine, office: Office, runs_macros: bool = False) -> None:
        self.engine = engine
        self.office = office
        self.runs_macros = runs_macros
        self.last_book_id = ""
        self.files: set[Path] = set()  # opened or saved here: each has a lock file beside it while it is open
        self._formats: dict[str, Formats] = {}
        self._moves: dict[str, int] = {}
        self._frozen: list[Any] = []
        self._alerts = True
        self._status = ""

    @property
    def bridge(self) -> Bridge:
        return self.office.bridge

    @property
    def headless(self) -> bool:
        return self.office.headless

    def remember(self, book: Book) -> None:
        """This book is now the one in front."""
        self.last_book_id = book.id

    def forget(self, book: Book) -> None:
        self._formats.pop(book.id, None)
        self._moves.pop(book.id, None)

    def moves_of(self, book: Book) -> int:
        return self._moves.get(book.id, 0)

    def note_move(self, book: Book) -> None:
        self._moves[book.id] = self.moves_of(book) + 1

    def formats_of(self, book: Book) -> Formats:
        return self._formats.setdefault(book.id, Formats(self.bridge, book.api))

    @property
    def api(self) -> Any:
        return self.bridge.desktop

    @property
    def pid(self) -> int:
        """The process that was started; a negative stand-in for an office that was only connected to."""
        return self.office.pid

    @property
    def version(self) -> str:
        return str(self._product("ooSetupVersion"))

    @property
    def path(self) -> str:
        return str(self._setting("/org.openoffice.Office.Common/Path/Current", "Work") or "")

    def _product(self, key: str) -> Any:
        return self._setting("/org.openoffice.Setup/Product", key)

    def _setting(self, node: str, key: str) -> Any:
        provider = self.bridge.service("com.sun.star.configuration.ConfigurationProvider")
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess", self.bridge.properties(nodepath=node)
        )
        return access.getByName(key)

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells of the active workbook; ``None`` where a shape, or several ranges, are selected."""
        book = self.books.active
        selected = book.api.getCurrentSelection()
        if selected is None or not selected.supportsService("com.sun.star.sheet.SheetCellRange"):
            return None
        sheet = book.sheets.active
        return Range(sheet, sheet.area_of(selected))

    def activate(self, steal_focus: bool = False) -> None:
        self.engine.apps.bring_forward(self)
        if steal_focus and not self.headless:
            self.books.active.controller.Frame.ContainerWindow.toFront()

    @property
    def visible(self) -> bool:
        return not self.headless and any(book.controller.Frame.ContainerWindow.isVisible() for book in self.books)

    @visible.setter
    @partly("an office started without a display, or with visible=False, stays without windows")
    def visible(self, value: bool) -> None:
        if not self.headless:
            for book in self.books:
                book.controller.Frame.ContainerWindow.setVisible(bool(value))

    def quit(self) -> None:
        """End the office without saving; one that does not answer is killed."""
        self.engine.apps.drop(self)
        if self.office.process is not None:
            for book in list(self.books):
                book.close()
        self.office.quit()

    @partly("only an office that this engine started")
    def kill(self) -> None:
        if self.office.process is None:
            unsupported("App.kill", "an office that was only connected to")
        self.engine.apps.drop(self)
        profile = self.office.profile
        self.office.kill()
        if profile is not None:
            locks.clear(self.files, profile)

    # how it behaves meanwhile

    @property
    def screen_updating(self) -> bool:
        return not self._frozen

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        """Off: the views of all open workbooks wait; on again: they are drawn once."""
        if value:
            while self._frozen:
                self._frozen.pop().unlockControllers()
        elif not self._frozen:
            self._frozen = [book.api for book in self.books]
            for document in self._frozen:
                document.lockControllers()

    @property
    @partly("kept; calls through UNO ask nothing either way")
    def display_alerts(self) -> bool:
        return self._alerts

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        self._alerts = bool(value)

    @property
    @partly("of the active workbook, as automatic or manual")
    def calculation(self) -> str:
        return "automatic" if self.books.active.api.isAutomaticCalculationEnabled() else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in ("automatic", "manual"):
            unsupported("App.calculation", value)
        for book in self.books:
            book.api.enableAutomaticCalculation(value == "automatic")

    def calculate(self) -> None:
        """Recalculate everything in all open workbooks: values cached in a file are trusted until this is called."""
        for book in self.books:
            book.api.calculateAll()

    @property
    def status_bar(self) -> str | bool:
        return self._status or False

    @status_bar.setter
    @partly("of the active workbook's window")
    def status_bar(self, value: str | bool) -> None:
        """Show a text; ``False`` gives the bar back to LibreOffice."""
        indicator = self.books.active.controller.StatusIndicator
        if self._status:
            indicator.end()
        self._status = value if isinstance(value, str) else ""
        if self._status:
            indicator.start(self._status, 0)

    @partly("a script URL, or Library.Module.Procedure in Basic of the user or of the active workbook")
    def run(self, macro: str, args: Any) -> Any:
        """Run a macro; ``'Book.ods'!Standard.Module1.Main`` names the workbook that it is in."""
        url = macro if macro.startswith("vnd.sun.star.script:") else self._script_url(macro)
        owner = self.books.active.api if "location=document" in url else self._script_master()
        script = (
            owner.getScriptProvider().getScript(url) if hasattr(owner, "getScriptProvider") else owner.getScript(url)
        )
        return script.invoke(tuple(args), (), ())[0]

    @staticmethod
    def _script_url(macro: str) -> str:
        book, mark, procedure = macro.rpartition("!")
        path = procedure if procedure.count(".") == 2 else f"Standard.{procedure}"
        place = "document" if mark and book else "application"
        return f"vnd.sun.star.script:{path}?language=Basic&location={place}"

    def _script_master(self) -> Any:
        factory = self.bridge.context.getValueByName(
            "/singletons/com.sun.star.script.provider.theMasterScriptProviderFactory"
        )
        return factory.createScriptProvider("")

    @partly("needs a window; mode exclamation is shown as a plain message; callback is for Office.js")
    def alert(self, prompt: str, title: str | None, buttons: str, mode: str | None, callback: str | None) -> str | None:
        if self.headless:
            unsupported("App.alert", "an office without windows")
        window = self.books.active.controller.Frame.ContainerWindow
        kind = self.bridge.enum("awt.MessageBoxType", _BOX_KINDS.get(mode, "MESSAGEBOX"))
        toolkit = self.bridge.service("com.sun.star.awt.Toolkit")
        box = toolkit.createMessageBox(window, kind, _BOXES[buttons], title or "", prompt)
        return _ANSWERS[box.execute()]

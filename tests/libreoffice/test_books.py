"""Applications, workbooks and sheets, as xlwings documents them.

1. Books: add, open, active, by name and position, save, save as by extension, close; a file keeps its name and path.
2. Opening what is no spreadsheet, and saving where it cannot be, are clear errors.
3. Sheets: add before, after and named, by name without regard to case, rename, copy, move, delete, visible, active.
4. Window and page: frozen panes, gridlines, print area, PDF.
5. The application: calculation, screen updating, status bar, version, macros, properties, several at once.
6. An office that hangs or dies: kill ends it, its profile is gone.
"""

from __future__ import annotations

import getpass
import socket
import subprocess
import zipfile
from pathlib import Path

import pytest
import xlwings as xw

from kamxl.errors import HostError
from kamxl.hosts.libreoffice.engine import register

from .covers import covers


@covers(
    "Apps.__iter__",
    "Books.__call__",
    "Books.__iter__",
    "Books.__len__",
    "Books.active",
    "Books.add",
    "Books.api",
    "Books.open",
    "Book.name",
    "Book.fullname",
    "Book.save",
    "Book.close",
    "Book.activate",
    "Book.app",
    "Book.api",
    "Books.__contains__",
)
def test_books(app: xw.App, tmp_path: Path) -> None:  # 1
    before = len(app.books)
    book = app.books.add()
    assert len(app.books) == before + 1
    assert app.books.active == book
    book.sheets[0]["A1"].value = "客户"
    path = tmp_path / "客户 档案.xlsx"
    book.save(path)
    assert (book.name, Path(book.fullname)) == ("客户 档案.xlsx", path)
    book.sheets[0]["A2"].value = 7
    book.save()
    book.close()
    assert len(app.books) == before
    again = app.books.open(path)
    try:
        assert again.sheets[0]["A1:A2"].value == ["客户", 7.0]
        assert app.books["客户 档案.xlsx"] == again
        assert app.books.open(path) == again
        assert "客户 档案.xlsx" in app.books
        assert again in list(app.books)
        assert again.app == app
        other = app.books.add()
        again.activate()
        assert app.books.active == again
        other.close()
        with pytest.raises(KeyError):
            app.books("没有.xlsx")
    finally:
        again.close()


@pytest.mark.parametrize("extension", ["xlsx", "xlsm", "xls", "ods"])
def test_save_as(book: xw.Book, tmp_path: Path, extension: str) -> None:  # 1
    calamine = pytest.importorskip("python_calamine")
    book.sheets[0]["A1"].value = [["区域", 1.5]]
    path = tmp_path / f"b.{extension}"
    book.save(path)
    rows = calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows == [["区域", 1.5]]


def test_save_with_a_password(app: xw.App, book: xw.Book, tmp_path: Path) -> None:  # 1
    added = app.books.add()
    added.sheets[0]["A1"].value = 1
    path = tmp_path / "secret.ods"
    added.save(path, password="秘密")  # noqa: S106
    added.close()
    opened = app.books.open(path, password="秘密")  # noqa: S106
    assert opened.sheets[0]["A1"].value == 1.0
    opened.close()
    assert b"manifest:algorithm" in zipfile.ZipFile(path).read("META-INF/manifest.xml")
    with pytest.raises(NotImplementedError, match=r"Book\.save"):
        book.save(tmp_path / "open.xlsx", password="秘密")  # noqa: S106
    assert not (tmp_path / "open.xlsx").exists()


def test_bad_files(app: xw.App, book: xw.Book, tmp_path: Path) -> None:  # 2
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(HostError) as refused:
        app.books.open(tmp_path / "坏.xlsx")
    assert refused.value.code == "libreoffice.cannot_open"
    with pytest.raises(HostError) as unsaved:
        book.save(tmp_path / "没有" / "b.xlsx")
    assert (unsaved.value.code, (tmp_path / "没有").exists()) == ("libreoffice.no_folder", False)
    with pytest.raises(NotImplementedError, match=r"Book\.save"):
        book.save(tmp_path / "b.docx")


@covers(
    "Sheets.__call__",
    "Sheets.__contains__",
    "Sheets.__iter__",
    "Sheets.__len__",
    "Sheets.active",
    "Sheets.add",
    "Sheets.api",
    "Sheet.api",
    "Sheet.name",
    "Sheet.index",
    "Sheet.book",
    "Sheet.activate",
    "Sheet.select",
    "Sheet.delete",
    "Sheet.copy",
    "Sheet.move",
    "Sheet.visible",
    "Book.sheets",
)
def test_sheets(book: xw.Book) -> None:  # 3
    first = book.sheets[0]
    second = book.sheets.add("客户", after=first)
    book.sheets.add("前", before=first)
    assert book.sheet_names == ["前", "Sheet1", "客户"]
    assert (second.index, book.sheets["客户"], book.sheets("sheet1")) == (3, second, first)
    assert "SHEET1" in book.sheets.impl
    assert book.sheets.active.name == "前"
    second.activate()
    assert book.sheets.active == second
    first.select()
    assert book.sheets.active == first
    second.name = "客户表"
    second["A1"].value = "x"
    copied = second.copy(before=first)
    assert (copied.name, copied["A1"].value) == ("客户表 (2)", "x")
    assert second.copy(name="副本").name == "副本"
    assert book.sheet_names == ["前", "客户表 (2)", "Sheet1", "客户表", "副本"]
    copied.move(after=book.sheets["副本"])
    assert book.sheet_names == ["前", "Sheet1", "客户表", "副本", "客户表 (2)"]
    copied.delete()
    del book.sheets["副本"]
    assert book.sheet_names == ["前", "Sheet1", "客户表"]
    first.visible = False
    assert (first.visible, second.visible) == (False, True)
    assert book.sheets.add().name == "Sheet4"
    assert second.book == book
    with pytest.raises(ValueError, match="already present"):
        book.sheets.add("前")


@covers(
    "Sheet.freeze_panes",
    "FreezePanes.freeze_at",
    "FreezePanes.unfreeze",
    "Sheet.show_gridlines",
    "Sheet.page_setup",
    "PageSetup.api",
    "PageSetup.print_area",
    "Book.to_pdf",
)
def test_window_and_page(book: xw.Book, tmp_path: Path) -> None:  # 4
    sheet = book.sheets[0]
    sheet.freeze_panes.freeze_at("A1:B3")
    controller = book.api.getCurrentController()
    assert (controller.SplitColumn, controller.SplitRow, controller.hasFrozenPanes()) == (2, 3, True)
    sheet.freeze_panes.unfreeze()
    assert controller.hasFrozenPanes() is False
    sheet.show_gridlines = False
    assert sheet.show_gridlines is False
    assert sheet.page_setup.print_area is None
    sheet.page_setup.print_area = "$A$1:$C$9"
    assert sheet.page_setup.print_area == "$A$1:$C$9"
    sheet.page_setup.print_area = None
    assert sheet.page_setup.print_area is None
    assert sheet.page_setup.api.supportsService("com.sun.star.style.PageStyle")
    sheet["A1"].value = 1
    book.to_pdf(tmp_path / "book.pdf")
    assert (tmp_path / "book.pdf").read_bytes()[:5] == b"%PDF-"


@covers(
    "App.calculate",
    "App.calculation",
    "App.screen_updating",
    "App.display_alerts",
    "App.status_bar",
    "App.version",
    "App.pid",
    "App.api",
    "App.books",
    "App.visible",
    "App.engine",
    "App.run",
    "App.activate",
    "App.path",
    "Apps.add",
    "Apps.keys",
    "Apps.__len__",
    "Apps.__getitem__",
)
def test_application(app: xw.App, book: xw.Book) -> None:  # 5
    sheet = book.sheets[0]
    assert app.calculation == "automatic"
    app.calculation = "manual"
    sheet["A1"].value = [1, "=A1+1"]
    app.calculate()
    sheet["A1"].value = 5
    assert sheet["B1"].value == 2.0
    app.calculate()
    assert sheet["B1"].value == 6.0
    app.calculation = "automatic"
    with app.properties(screen_updating=False, display_alerts=False):
        assert (app.screen_updating, app.display_alerts) == (False, False)
        assert book.api.hasControllersLocked() is True
    assert (app.screen_updating, app.display_alerts) == (True, True)
    assert book.api.hasControllersLocked() is False
    app.status_bar = "正在校验…"
    assert app.status_bar == "正在校验…"
    app.status_bar = False
    assert app.status_bar is False
    assert app.version.major >= 7
    assert app.engine.name == "libreoffice"
    assert app.visible is False
    app.activate()
    assert app.pid in app.engine.apps.keys()  # noqa: SIM118 - a method of xlwings, not a mapping
    assert app.engine.apps[app.pid] == app
    assert len(app.engine.apps) >= 1
    assert app.api.supportsService("com.sun.star.frame.Desktop")
    assert (
        app.macro("vnd.sun.star.script:Tools.Strings.EncodeToPercent?language=Basic&location=application") is not None
    )
    assert app.impl.path
    with pytest.raises(NotImplementedError, match=r"App\.hwnd"):
        _ = app.hwnd
    with pytest.raises(NotImplementedError, match=r"App\.alert"):
        app.alert("?")


def test_macro_in_the_users_basic(app: xw.App, book: xw.Book) -> None:  # 5
    libraries = book.app.impl.bridge.service("com.sun.star.script.ApplicationScriptLibraryContainer")
    if not libraries.hasByName("Standard"):
        libraries.createLibrary("Standard")
    standard = libraries.getByName("Standard")
    standard.insertByName("KamTest", "Function Twice(x)\n Twice = x * 2\nEnd Function\n")
    try:
        assert app.macro("KamTest.Twice")(21) == 42.0
    finally:
        standard.removeByName("KamTest")


@covers("App.quit", "App.kill")
def test_kill_and_attach(tmp_path: Path) -> None:  # 5, 6
    from kamxl.hosts.libreoffice.engine.office import Office

    engine = register()
    app = engine.apps.add(visible=False, add_book=True)
    office: Office = app.impl.office
    profile = office.profile
    assert profile is not None
    assert profile.exists()
    attached = engine.apps.add(spec=office.address)
    attached.books[0].sheets[0]["A1"].value = "同一个"
    assert app.books[0].sheets[0]["A1"].value == "同一个"
    with pytest.raises(NotImplementedError, match=r"App\.kill"):
        attached.kill()
    engine.apps.impl.drop(attached.impl)
    path = tmp_path / "客户.xlsx"
    app.books[0].save(path)
    lock = tmp_path / ".~lock.客户.xlsx#"
    assert lock.exists()
    foreign = tmp_path / ".~lock.别人.xlsx#"
    foreign.write_text(",别人,电脑,24.11.2026 09:00,file:///home/other;", encoding="utf-8")
    _stop(office.process)
    app.kill()
    assert (lock.exists(), foreign.exists()) == (False, True)
    assert office.process is not None
    assert office.process.poll() is not None
    assert not profile.exists()
    assert app not in list(engine.apps)


def test_a_locked_file_says_who_has_it(app: xw.App, tmp_path: Path) -> None:  # 2
    path = tmp_path / "客户.xlsx"
    book = app.books.add()
    book.save(path)
    book.close()
    me = f"{getpass.getuser()},{socket.gethostname()}"  # somebody else's lock opens the file for reading
    (tmp_path / ".~lock.客户.xlsx#").write_text(f",{me},24.11.2026 09:00,file:///home/other;", encoding="utf-8")
    with pytest.raises(HostError) as refused:
        app.books.open(path)
    assert refused.value.code == "libreoffice.locked"
    assert me.replace(",", "@") in refused.value.text.what()


def test_the_last_opened_is_active(app: xw.App, tmp_path: Path) -> None:  # 1
    path = tmp_path / "客户.xlsx"
    made = app.books.add()
    made.save(path)
    made.close()
    with_it = [app.books.add(), app.books.open(path), app.books.add()]
    with_it[1].activate()
    assert app.books.active == with_it[1]
    for book in with_it:
        book.close()


def _stop(process: subprocess.Popen[bytes] | None) -> None:
    """A stopped office answers nothing: the worst hang there is."""
    import os
    import signal

    assert process is not None
    if hasattr(signal, "SIGSTOP"):
        os.killpg(process.pid, signal.SIGSTOP)


def test_no_office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from kamxl.hosts.libreoffice.engine import office

    monkeypatch.setattr(office, "_candidates", lambda: iter([tmp_path / "soffice"]))
    with pytest.raises(HostError) as refused:
        office.find_soffice()
    assert refused.value.code == "libreoffice.not_installed"

"""The engine itself and its ``Apps``: the offices that this process started or connected to."""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from xlwings import base_classes

from .app import App
from .gaps import implements, partly
from .office import Office, attach, launch
from .values import cleaned, prepared


@implements(base_classes.Apps)
class Apps:
    """The offices of this process; the active one comes first."""

    def __init__(self, engine: LibreOfficeEngine) -> None:
        self._engine = engine
        self._apps: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self._apps]

    @partly("spec is the path of soffice, or the address of a running office (pipe,name=… or socket,host=…,port=…)")
    def add(
        self,
        spec: str | None = None,
        add_book: bool | None = None,
        xl: Office | None = None,
        visible: bool | None = None,
    ) -> App:
        """Start an office with a profile of its own, connect to a running one, or (``xl``) take a connected one."""
        if xl is not None:
            office = xl
        elif spec and spec.startswith(("pipe,", "socket,", "uno:")):
            office = attach(spec)
        else:
            office = launch(Path(spec) if spec else None, visible=visible is not False)
            atexit.register(office.kill)
        app = App(self._engine, office)
        self._apps.insert(0, app)
        if add_book:
            app.books.add()
        return app

    @staticmethod
    def cleanup() -> None:
        """Nothing to do: each office that was started here is ended when the interpreter ends, and no other."""

    def bring_forward(self, app: App) -> None:
        self._apps.sort(key=lambda one: one is not app)

    def drop(self, app: App) -> None:
        self._apps = [one for one in self._apps if one is not app]

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        for app in self._apps:
            if app.pid == pid:
                return app
        raise KeyError(pid)


class LibreOfficeEngine:
    """What ``xlwings.Engine(impl=…)`` wraps."""

    name = "libreoffice"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        return prepared(value)

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Any]], datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        return cleaned(data, datetime_builder, empty_as, number_builder, err_to_str)

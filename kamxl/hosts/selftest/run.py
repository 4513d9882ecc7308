"""One whole run: copies laid out, an application of our own started, every step taken, everything put away again."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from ...commands.progress import Progress, silent
from ...errors import HostError, KamxlError, Text, say
from ..clock import now
from ..resident.protocol import Host
from ..resident.service import available
from .functions import functions, stored
from .presses import PRESSES, SAMPLE_ONLY, press_alone
from .report import Report, State, Step
from .stage import Application, Stage, lay_out_twice, surroundings


def selftest(host: Host, department: Path | None = None, progress: Progress | None = None) -> Report:
    """Runs every step on that host, with the sample department or a copy of ``department``.

    Raises ``KamxlError`` where the host cannot be started at all; a step that fails is in the report.
    """
    _refuse_early(host)
    told = progress or silent
    with tempfile.TemporaryDirectory(prefix="kamxl-selftest-", ignore_cleanup_errors=True) as made:
        folder = Path(made).resolve()
        folder.chmod(0o755)  # LibreOffice's installer may run as another user where it is wrapped
        with surroundings(folder, sample=department is None):
            told(say("progress.preparing"), 0, 1)
            live, files = lay_out_twice(folder, department)
            told(say("progress.starting", name=host), 0, 1)
            with _started(host)(folder) as application:
                stage = Stage(application, live, files, sample=department is None)
                steps = tuple(_taken(stage, told))
                name = "样例部门 sample" if department is None else department.name
                return Report(host, application.versions, name, now().date().isoformat(), steps)


def _refuse_early(host: Host) -> None:
    """What can be seen to be missing before anything is laid out."""
    if find_spec("xlwings") is None:
        raise HostError("selftest.no_xlwings")
    if host == "excel" and sys.platform not in ("win32", "darwin"):
        raise HostError("selftest.no_excel", system=sys.platform)
    if host == "libreoffice":
        from ..libreoffice.engine.bridge import load_uno
        from ..libreoffice.engine.office import find_soffice, program_folder

        load_uno(program_folder(find_soffice()))


def _started(host: Host) -> Callable[[Path], AbstractContextManager[Application]]:
    if host == "excel":
        from .in_excel import excel

        return excel
    from .in_libreoffice import libreoffice

    return libreoffice


def _taken(stage: Stage, told: Progress) -> Iterator[Step]:
    steps = list(_steps(stage))
    for count, (name, zh, en, take) in enumerate(steps):
        told(say("progress.both", zh=zh, en=en), count, len(steps))
        began = time.monotonic()
        try:
            state, text = (State.PASSED, take(stage)) if take is not None else (State.LEFT, say("selftest.sample_only"))
        except KamxlError as error:
            state, text = State.FAILED, error.text
        except Exception as error:  # noqa: BLE001 - the host's errors have no common ancestor, and the run goes on
            state, text = State.FAILED, say("selftest.broke", reason=f"{type(error).__name__}: {error}")
        yield Step(name, zh, en, state, text, time.monotonic() - began)
    told(say("progress.done"), len(steps), len(steps))


def _steps(stage: Stage) -> Iterator[tuple[str, str, str, Callable[[Stage], Text] | None]]:
    """The functions, then every button in the ribbon's order, then storing."""
    yield "functions", "函数", "Functions in cells", functions
    for action in available():
        take = PRESSES.get(action.id, partial(press_alone, action_id=action.id))
        yield action.id, action.zh, action.en, take if stage.sample or action.id not in SAMPLE_ONLY else None
    yield "stored", "另存", "Saved by the application", stored

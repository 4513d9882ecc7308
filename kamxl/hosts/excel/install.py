"""Puts the add-in where this user's Excel finds it, says how it stands, and takes all of it away again.

Excel must be closed: it holds the add-in's file and writes its list of add-ins when it ends. Nothing is left half done: every
refusal comes before the first change. Installing again repairs and upgrades.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ... import __version__
from ...commands.doctor import Check, State
from ...dataclass import dataclass
from ...errors import BookError, HostError, Text, say
from ..resident import endpoint as endpoints
from ..resident.client import Broken, NoProcess, call
from . import config, office, sources
from .build import FILE
from .config import Config
from .machine import Machine
from .registry import Registry

SCRIPT = "kamxl.applescript"
_SIGN_IN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_NAME = "kamxl"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person or the IT department decides.

    ``trust``: make our own folder a trusted location. ``at_sign_in``: Windows starts the resident process at sign-in, for
    a policy that keeps Office from starting programs.
    """

    trust: bool = True
    at_sign_in: bool = False


def install(machine: Machine, addin: bytes, choices: Choices) -> list[Text]:
    """Installs, upgrades or repairs; gives what was done.

    Raises ``HostError``: ``excel.running``, ``excel.never_started``; ``BookError("books.cannot_write")`` for a folder that
    cannot be written.
    """
    versions = _ready(machine)
    done = [*_write_files(machine, addin, choices)]
    if machine.registry is not None:
        for version in versions:
            office.load(machine.registry, version, machine.addins / FILE)
            done.append(say("excel.did_register", version=version))
            done.append(_trust(machine.registry, version, machine.addins, choices))
        done.extend(_sign_in(machine.registry, machine.python, choices))
    _stop(machine)
    return done


def uninstall(machine: Machine) -> list[Text]:
    """Takes away everything that ``install`` made, and nothing else; gives what was done. Raises ``HostError``."""
    if machine.excel_runs():
        raise HostError("excel.running")
    _stop(machine)
    done: list[Text] = []
    registry = machine.registry
    if registry is not None:
        for version in office.versions(registry):
            office.unload(registry, version, FILE)
            office.distrust(registry, version, machine.addins)
        registry.remove(_SIGN_IN, _NAME)
        done.append(say("excel.did_unregister"))
    for path in _our_files(machine):
        if path.is_file():
            path.unlink()
            done.append(say("excel.did_remove", path=path))
    for folder in (machine.addins, machine.run):
        if folder.name == _NAME or folder == machine.run:
            _remove_if_empty(folder)
    return done


def status(machine: Machine) -> list[Check]:
    """How the installation stands, line by line, each fault with its remedy."""
    return [*_file_checks(machine), *_registry_checks(machine), _process_check(machine)]


def _ready(machine: Machine) -> list[str]:
    if machine.excel_runs():
        raise HostError("excel.running")
    if machine.registry is None:
        return []
    found = office.versions(machine.registry)
    if not found:
        raise HostError("excel.never_started")
    return found


def _write_files(machine: Machine, addin: bytes, choices: Choices) -> Iterator[Text]:
    target = machine.addins / FILE
    settings = Config(machine.python, machine.run, __version__, prewarm=not choices.at_sign_in)
    try:
        _replace(target, addin)
        machine.unmark(target)
        _replace(machine.addins / config.FILE, settings.text().encode("ascii"))
        yield say("excel.did_copy", path=target)
        if machine.scripts is not None:
            _replace(machine.scripts / SCRIPT, (sources.folder() / SCRIPT).read_bytes())
            yield say("excel.did_copy", path=machine.scripts / SCRIPT)
    except OSError as error:
        raise BookError("books.cannot_write", path=target, reason=error.strerror or str(error)) from error


def _replace(path: Path, content: bytes) -> None:
    """Wholly old or wholly new, whatever happens in between."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_bytes(content)
    fresh.replace(path)


def _trust(registry: Registry, version: str, folder: Path, choices: Choices) -> Text:
    if not choices.trust:
        return say("excel.not_trusted_by_choice", folder=folder)
    if office.locations_forbidden(registry, version):
        return say("excel.not_trusted_by_policy", folder=folder)
    office.trust(registry, version, folder)
    return say("excel.did_trust", folder=folder)


def _sign_in(registry: Registry, python: Path, choices: Choices) -> Iterator[Text]:
    if choices.at_sign_in:
        # At sign-in nobody has asked anything for hours: it must not end for want of questions.
        registry.set(_SIGN_IN, _NAME, f'"{python}" -m kamxl.hosts.resident --idle 1000000')
        yield say("excel.did_sign_in")
    else:
        registry.remove(_SIGN_IN, _NAME)


def _stop(machine: Machine) -> None:
    """A resident process of another version must not answer the new add-in."""
    found = endpoints.read(machine.run)
    if found is not None:
        try:
            call(found, "/stop", {}, 5.0)
        except (NoProcess, Broken):
            endpoints.remove(machine.run, found.pid)


def _our_files(machine: Machine) -> Iterator[Path]:
    yield machine.addins / FILE
    yield machine.addins / config.FILE
    if machine.scripts is not None:
        yield machine.scripts / SCRIPT
    for name in (endpoints.FILE, "resident.lock", "resident.log", "resident.log.1", "resident.sock"):
        yield machine.run / name


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _file_checks(machine: Machine) -> Iterator[Check]:
    target = machine.addins / FILE
    if not target.is_file():
        yield Check("加载项", State.BAD, say("excel.not_installed", path=target))
        return
    found = config.read(machine.addins)
    if found is None:
        yield Check("加载项", State.BAD, say("excel.no_config", path=machine.addins / config.FILE))
        return
    state = State.GOOD if found.version == __version__ else State.BAD
    name = "installed" if state is State.GOOD else "other_version"
    yield Check("加载项", state, say(f"excel.{name}", path=target, version=found.version, kamxl=__version__))
    fit = found.python.is_file()
    yield Check(
        "Python",
        State.GOOD if fit else State.BAD,
        say("excel.python" if fit else "excel.python_gone", path=found.python),
    )
    if machine.scripts is not None and not (machine.scripts / SCRIPT).is_file():
        yield Check("AppleScript", State.BAD, say("excel.not_installed", path=machine.scripts / SCRIPT))


def _registry_checks(machine: Machine) -> Iterator[Check]:
    registry = machine.registry
    if registry is None:
        return
    versions = office.versions(registry)
    if not versions:
        yield Check("Excel", State.BAD, HostError("excel.never_started").text)
    for version in versions:
        name = f"Excel {version}"
        entries = office.loaded(registry, version, FILE)
        wanted = f'"{machine.addins / FILE}"'
        if wanted in entries:
            yield Check(name, State.GOOD, say("excel.loads", version=version))
        else:
            yield Check(name, State.BAD, say("excel.loads_not", version=version))
        yield Check(name, *_trust_check(registry, version, machine.addins))


def _trust_check(registry: Registry, version: str, folder: Path) -> tuple[State, Text]:
    if office.locations_forbidden(registry, version):
        return State.HINT, say("excel.not_trusted_by_policy", folder=folder)
    if office.trusted(registry, version, folder):
        return State.GOOD, say("excel.trusted", folder=folder)
    if office.macros_forbidden(registry, version):
        return State.BAD, say("excel.macros_forbidden", folder=folder)
    return State.HINT, say("excel.not_trusted_by_choice", folder=folder)


def _process_check(machine: Machine) -> Check:
    found = endpoints.read(machine.run)
    if found is None:
        return Check("后台进程", State.HINT, say("excel.process_sleeps"))
    try:
        hello = call(found, "/hello", {}, 5.0)
    except (NoProcess, Broken):
        return Check("后台进程", State.HINT, say("excel.process_sleeps"))
    return Check("后台进程", State.GOOD, say("excel.process", pid=hello.get("pid"), version=hello.get("version")))

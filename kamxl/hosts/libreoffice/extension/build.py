"""Builds the extension (``.oxt``, a zip) from text: the same input gives the same bytes."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from .... import __version__
from ....commands.department import SETTINGS_FILE
from ....functions.function import functions
from ...resident.service import available
from . import basic, settings
from .carried.starting import SOURCE

IDENTIFIER = "cn.kamxl.libreoffice"
_BORN = (2026, 1, 1, 0, 0, 0)
_HERE = Path(__file__).parent
_TOP = "pythonpath/kamxl_carried"
_HANDLER, _STARTER, _OPENED = (f"kamxl.libreoffice.{name}" for name in ("Handler", "Starter", "Opened"))

_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
{entries}</manifest:manifest>
"""
_DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006" xmlns:xlink="http://www.w3.org/1999/xlink">
  <identifier value="{identifier}"/>
  <version value="{version}"/>
  <dependencies><OpenOffice.org-minimal-version value="4.0" name="LibreOffice 7.4"/></dependencies>
  <display-name><name lang="en">kamxl key accounts</name><name lang="zh-CN">kamxl 大客户</name></display-name>
  <publisher><name lang="en" xlink:href="">kamxl</name></publisher>
</description>
"""
_ENTRIES = {
    "component.py": "application/vnd.sun.star.uno-component;type=Python",
    "Addons.xcu": "application/vnd.sun.star.configuration-data",
    "CalcWindowState.xcu": "application/vnd.sun.star.configuration-data",
    "ProtocolHandler.xcu": "application/vnd.sun.star.configuration-data",
    "Jobs.xcu": "application/vnd.sun.star.configuration-data",
}


def oxt(command: Sequence[str] = (sys.executable,)) -> bytes:
    """The extension's bytes. ``command`` starts the Python that has kamxl: the interpreter and its options."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(_files(command)):
            entry = zipfile.ZipInfo(name, _BORN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode("utf-8"))
    return buffer.getvalue()


def _files(command: Sequence[str]) -> Iterator[tuple[str, str]]:
    entries = "".join(
        f'  <manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>\n'
        for path, kind in _ENTRIES.items()
    )
    yield "META-INF/manifest.xml", _MANIFEST.format(entries=entries)
    yield "description.xml", _DESCRIPTION.format(identifier=IDENTIFIER, version=__version__)
    actions = available()
    yield "Addons.xcu", settings.addons(actions)
    yield "CalcWindowState.xcu", settings.window_state()
    yield "ProtocolHandler.xcu", settings.protocol(_HANDLER)
    yield "Jobs.xcu", settings.jobs(_STARTER, _OPENED)
    for action in actions:
        yield f"icons/{action.id}.svg", settings.icon(action)
    yield "component.py", (_HERE / "component.py").read_text(encoding="utf-8")
    yield from _carried(command)


def _carried(command: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Our packages, under a name of their own, so that a kamxl installed elsewhere is not taken for them."""
    resident = _HERE.parents[1] / "resident"
    sources = {
        "__init__.py": "",
        "resident/__init__.py": "",
        "resident/client.py": (resident / "client.py").read_text(encoding="utf-8"),
        "resident/endpoint.py": (resident / "endpoint.py").read_text(encoding="utf-8"),
        "libreoffice/__init__.py": "",
        "libreoffice/extension/__init__.py": "",
    }
    for path in sorted((_HERE / "carried").glob("*.py")):
        sources[f"libreoffice/extension/carried/{path.name}"] = path.read_text(encoding="utf-8")
    config = {
        "command": list(command),
        "version": __version__,
        "department": SETTINGS_FILE,
        "labels": {one.id: one.zh for one in available()},
        "live": [function.name for function in functions().values() if function.live],
    }
    sources["libreoffice/extension/carried/config.json"] = json.dumps(config, ensure_ascii=False) + "\n"
    sources[f"libreoffice/extension/carried/{SOURCE}"] = basic.source(functions().values())
    for name, text in sources.items():
        yield f"{_TOP}/{name}", text

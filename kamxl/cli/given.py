"""What a command was given, taken without typer's converters where it is plain: not given, a text or a path.

Typer makes a pydantic model for each option and argument of a command, given or not, and pydantic for that alone takes
longer to load than many a command to run. Whatever is not plain, and whatever is wrong with a value, stays typer's.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, get_args, get_origin


class _NotPlain(Exception):  # noqa: N818 - no error: typer converts it
    pass


def take_plainly(parameter: Any) -> None:
    """Lets a parameter of a typer command take plain values as they are. A typer that has no such converters is left."""
    described = getattr(parameter, "type_descriptor", None)
    if described is None or "process_value" in vars(parameter):
        return
    converted = parameter.process_value

    def process_value(context: Any, value: Any) -> Any:
        try:
            plain = _plain(parameter, described, value)
        except _NotPlain:
            return converted(context, value)
        return plain if parameter.callback is None else parameter.callback(context, parameter, plain)

    parameter.process_value = process_value


def _plain(parameter: Any, described: Any, value: Any) -> Any:
    many = parameter.multiple or parameter.nargs == -1
    if value is None or (many and not value):
        if parameter.required:
            raise _NotPlain
        return () if many else None
    annotation, info = described.annotation, described.parameter_info
    if not many:
        return _one(annotation, info, value)
    if get_origin(annotation) is not list or not isinstance(value, (list, tuple)):
        raise _NotPlain
    return [_one(get_args(annotation)[0], info, one) for one in value]


def _one(annotation: Any, info: Any, value: Any) -> Any:
    if not isinstance(value, str) or info.parser is not None:
        raise _NotPlain
    if annotation is str:
        return value
    if annotation is Path and not _restricted(info) and (os.access(value, os.R_OK) or not Path(value).exists()):
        return Path(value)
    raise _NotPlain


def _restricted(info: Any) -> bool:
    """Whether the option asks more of a path than that it can be read if it is there."""
    kinds = info.file_okay and info.dir_okay
    return bool(info.exists or not kinds or info.writable or info.resolve_path or info.allow_dash or info.path_type)

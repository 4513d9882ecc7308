"""The command line: joins commands to files, arguments and a terminal. Nothing of the business is in here."""

from __future__ import annotations

from .app import main

__all__ = ["main"]

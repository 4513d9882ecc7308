"""The command line: joins commands to files, arguments and a terminal. Nothing of the business is in here."""

from __future__ import annotations

import gc
import sys

__all__ = ["main"]


def main() -> None:
    """The program: a command line in a process of its own, which makes much, keeps it and ends."""
    gc.set_threshold(100_000, 10, 10)  # before anything else is loaded
    from .app import main as run

    try:
        run(sys.argv[1:])
    finally:
        gc.freeze()  # the interpreter would look through all of it once more at its end

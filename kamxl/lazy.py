"""Regular expressions that are compiled when they are first used.

Compiling one takes as long as loading a small module, and of the 150 that stand in what a command loads it uses a third. From
its first use on a pattern answers from its own attributes, which are the compiled pattern's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from re import compile as pattern
else:
    from re import compile as _compiled

    class _Pattern:
        def __init__(self, *written):
            self._written = written

        def __getattr__(self, name):
            found = getattr(_compiled(*self._written), name)  # twice for two methods: re remembers what it compiled
            setattr(self, name, found)
            return found

    def pattern(written, flags=0):
        """``re.compile``, done later: for a module's constants, which are asked through their own methods."""
        return _Pattern(written, flags)


__all__ = ["pattern"]

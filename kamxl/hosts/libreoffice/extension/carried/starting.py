"""At LibreOffice's start: the library of the generated functions is loaded, or cells would not find them."""

from __future__ import annotations

from typing import Any

LIBRARY = "KamxlFunctions"


def load_functions(context: Any) -> None:
    libraries = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.script.ApplicationScriptLibraryContainer", context
    )
    if libraries.hasByName(LIBRARY) and not libraries.isLibraryLoaded(LIBRARY):
        libraries.loadLibrary(LIBRARY)

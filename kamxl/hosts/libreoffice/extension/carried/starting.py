"""At LibreOffice's start: the generated functions are put where cells look for them, the user's library ``Standard``.

Cells find Basic functions there and in the document only; a library that an extension brings gives ``#VALUE!``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

MODULE = "KamFunctions"
SOURCE = f"{MODULE}.bas"
LIBRARY = "Standard"


def install_functions(context: Any) -> None:
    """Puts the module in, or renews it after an upgrade."""
    source = (Path(__file__).parent / SOURCE).read_text(encoding="ascii")
    libraries = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.script.ApplicationScriptLibraryContainer", context
    )
    if not libraries.hasByName(LIBRARY):
        libraries.createLibrary(LIBRARY)
    libraries.loadLibrary(LIBRARY)
    library = libraries.getByName(LIBRARY)
    if not library.hasByName(MODULE):
        library.insertByName(MODULE, source)
    elif library.getByName(MODULE) != source:
        library.replaceByName(MODULE, source)

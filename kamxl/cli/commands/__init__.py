"""One file a command (or a small family). Importing the package registers them all on ``app``."""

import pkgutil
from importlib import import_module

for _found in sorted(info.name for info in pkgutil.iter_modules(__path__)):
    import_module(f"{__name__}.{_found}")

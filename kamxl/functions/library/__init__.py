"""One file a function that is not a KPI's own: ``FUNCTION``. The file name is the function's name without ``KAM_``."""

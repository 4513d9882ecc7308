"""One file a sheet: ``SHEET``."""

"""One file a safe fix: ``FIX``. The file name is the fix's id."""

"""One file a field type: ``TYPE``. The file name is the type's id."""

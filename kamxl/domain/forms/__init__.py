"""One file a form: ``FORM``. The file name is the form's id."""

"""One file an approval flow: ``FLOW``. The file name is the flow's id."""

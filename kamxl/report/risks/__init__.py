"""One file an early sign: ``RISK``. The file name is its id."""

"""One file a KPI: ``KPI``. The file name is the KPI's id."""

"""Reading many workbooks at once: over processes or machines, each reduced to packed tables, only the changed ones again."""

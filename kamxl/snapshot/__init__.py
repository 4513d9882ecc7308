"""The department at one moment: every record of every workbook, kept in a local cache and refreshed book by book."""

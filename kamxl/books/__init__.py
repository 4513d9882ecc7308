"""Workbooks behind one port: in memory (tests), closed on disk, live in Excel or LibreOffice."""

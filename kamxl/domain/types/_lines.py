"""Texts that are their own values (see ``FieldType.plain``)."""

from __future__ import annotations

CAPITALS = "[A-Z0-9\\-\u4e00-\u9fff\n]*+"
"""Lines of nothing but capital letters, digits, hyphens and Chinese characters."""

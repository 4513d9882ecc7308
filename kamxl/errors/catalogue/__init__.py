"""The bilingual catalogue, one module a room: ``books.py`` holds every ``books.*`` message, and so on.

Each module has ``MESSAGES: dict[str, Message]``. Every entry says where and what (``zh``, ``en``) and how to fix it
(``fix``, ``fix_en``); a test walks all rooms and checks that both languages use the same parameters.
"""

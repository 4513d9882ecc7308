"""专员: each specialist's figures beside the department's, coloured against the target, and their sales and customers."""

from __future__ import annotations

from ...domain.kpi import Scope, ScopeKind
from ..matrix import draw_matrix
from ..page import Kit
from ..sheet import Sheet


def draw(kit: Kit) -> None:
    scopes = [
        (f"{name}({region})" if region else name, Scope(ScopeKind.SPECIALIST, name))
        for name, region in kit.board.specialists()
    ]
    draw_matrix(kit, SHEET.zh, "专员", scopes)


SHEET = Sheet(number="03", zh="专员", draw=draw)

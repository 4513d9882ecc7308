"""区域: each region's figures beside the department's, coloured against the target, and its sales and customers."""

from __future__ import annotations

from ...domain.kpi import Scope, ScopeKind
from ..matrix import draw_matrix
from ..page import Kit
from ..sheet import Sheet


def draw(kit: Kit) -> None:
    scopes = [(region, Scope(ScopeKind.REGION, region)) for region in kit.board.regions()]
    draw_matrix(kit, SHEET.zh, "区域", scopes)


SHEET = Sheet(number="02", zh="区域", draw=draw)

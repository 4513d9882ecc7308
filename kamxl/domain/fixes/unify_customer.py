"""统一客户名称: a customer's name written another way (another legal form or bracket) becomes the name of its profile."""

from __future__ import annotations

from ..fix import Better, Content, Fix
from ..spelling import company


def better(content: Content) -> Better:
    if content.field.type != "customer" or not isinstance(content.value, str):
        return None
    name = content.customers.get(company(content.value))
    return name if name is not None and name != content.value else None


FIX = Fix(
    id="unify_customer",
    zh="统一客户名称",
    en="Unified customer names",
    better=better,
    wrong="档案是“华东机电股份有限公司”，拜访记录写“华东机电（股份）公司”",
    right="“华东机电股份有限公司”",
    renames=True,
)

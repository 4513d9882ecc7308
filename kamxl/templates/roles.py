"""Which forms whose workbook holds: from the forms' own ``kept_by``, so that a new form appears where it belongs."""

from __future__ import annotations

from collections.abc import Mapping

from ..domain.form import Form, forms

# In whose workbook a form of ``kept_by`` stands, and what that workbook's first page is headed.
FRONTS: Mapping[str, str] = {
    "specialist": "区域大客户专员工作簿",
    "clerk": "内勤工作簿",
    "service": "客服部服务台账",
    "finance": "财务部费用台账",
    "manager": "大客户部经理工作簿",
    "director": "营销总监工作簿",
    "settings": "",
}
TEMPLATE_NAMES: Mapping[str, str] = {
    "specialist": "区域专员.xlsx",
    "clerk": "内勤.xlsx",
    "service": "客服部-服务台账.xlsx",
    "finance": "财务部-费用台账.xlsx",
    "manager": "大客户部经理.xlsx",
    "director": "营销总监.xlsx",
    "settings": "设置.xlsx",
}


def forms_of(keeper: str) -> tuple[Form, ...]:
    """The forms in that keeper's workbook, in the order of their document numbers."""
    return tuple(sorted((form for form in forms().values() if keeper in form.kept_by), key=lambda form: form.doc_no))


def sheet_name(form: Form) -> str:
    """The sheet on which a form's list, or its blank card, stands."""
    return form.zh.replace("/", "")[:31]

"""必填: the cell is filled in (with 前提: only then)."""

from ..check import Kind

KIND = Kind(
    id="required", zh="必填", en="Required", need="", help="该字段必须填写；配合“前提”只在某种情况下必填", blank=True
)

"""不填: the cell stays blank (with 前提: only then)."""

from ..check import Kind

KIND = Kind(id="empty", zh="不填", en="Left blank", need="", help="该字段应留空；一般配合“前提”", blank=False)

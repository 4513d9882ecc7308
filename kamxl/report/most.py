"""How many rows the long lists of a report show at most. Each list that leaves some out says how many there are."""

from __future__ import annotations

from ..dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Most:
    """``evidence`` is for each figure; workbooks that could not be read are all listed, whatever ``books`` says."""

    customers: int
    signs: int
    evidence: int
    findings: int
    books: int


# Excel opens a sheet with very many links slowly, and allows 65,530.
WHOLE = Most(customers=2000, signs=5000, evidence=1000, findings=5000, books=2000)
"""A department whose people go through the lists line by line."""

LARGE = Most(customers=500, signs=200, evidence=100, findings=200, books=500)
"""A department too large for that: the first rows are what a reader acts upon, of the records a sample shows how they count."""

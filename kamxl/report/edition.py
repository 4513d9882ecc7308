"""What one report is made from: the tables, the settings, the quarter, and how the reading went."""

from __future__ import annotations

from datetime import date

from ..dataclass import dataclass
from ..domain.findings import Finding, Severity
from ..domain.periods import Period
from ..domain.records import Tables
from ..domain.request import Request
from ..domain.settings import Settings
from ..errors import Text
from .most import WHOLE, Most


@dataclass(frozen=True, slots=True)
class BookLine:
    """One workbook of the department in 数据质量: how many records it gave, or why it could not be read.

    ``counts`` are its own errors, warnings and notes.
    """

    book: str
    records: int = 0
    forms: tuple[str, ...] = ()
    counts: tuple[int, int, int] = (0, 0, 0)
    problem: Text | None = None

    @property
    def read(self) -> bool:
        return self.problem is None


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything that a report shows, and nothing that it has to find out for itself.

    ``dated`` is the document's date, ``requests`` those of the ledger as they stood on it; ``folder`` the way from the
    report to the department folder, for the links ("" when the report stands in it), with ``/`` between its parts;
    ``notes`` are what 数据质量 has to say about the run itself; ``unlisted``: errors, warnings and notes beyond ``findings``;
    ``most``: how many rows the long lists show.
    """

    tables: Tables
    settings: Settings
    period: Period
    dated: date
    books: tuple[BookLine, ...] = ()
    findings: tuple[Finding, ...] = ()
    requests: tuple[Request, ...] = ()
    folder: str = ""
    notes: tuple[Text, ...] = ()
    unlisted: tuple[int, int, int] = (0, 0, 0)
    most: Most = WHOLE
    department: str = "大客户部"

    @property
    def unread(self) -> tuple[BookLine, ...]:
        return tuple(line for line in self.books if not line.read)

    @property
    def complete(self) -> bool:
        """Whether every workbook of the department is in the totals."""
        return not self.unread

    def count(self, severity: Severity) -> int:
        """How many findings of that severity there are."""
        listed = sum(1 for finding in self.findings if finding.severity is severity)
        return listed + self.unlisted[list(Severity).index(severity)]

    @property
    def found(self) -> int:
        """How many findings there are."""
        return len(self.findings) + sum(self.unlisted)

"""What a build has to say: rows read, kept and left out with the reason, checks and their differences.

Nothing is dropped in silence: whatever a reader leaves out stands here with file, sheet, row and column.
Stands on `base`.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

EXAMPLES = 20


@dataclass(slots=True)
class LeftOut:
    """Rows left out for one reason in one file, with the first few places as examples."""

    file: str
    reason: str
    rows: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def names_no_place(self) -> bool:
        """Were they left out because a name or code is no place's?"""
        return "no place" in self.reason


@dataclass(slots=True)
class Check:
    """A figure of ours held against the publisher's own. `passed` is None where only a difference is told."""

    name: str
    expected: float | str | None
    found: float | str | None
    passed: bool | None
    note: str = ""


@dataclass(slots=True)
class SourceReport:
    """The report on one source.

    `rows_read` counts rows of the publisher's files; `observations` all figures of the table, of which `kept` stood in
    the store before: older vintages, and what the files read now do not hold.
    """

    source: str
    files: list[str] = field(default_factory=list)
    rows_read: int = 0
    observations: int = 0
    kept: int = 0
    duplicates_folded: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def read(self, rows: int) -> None:
        """Count rows of the publishers' files as read."""
        self.rows_read += int(rows)

    def leave_out(self, file: str, reason: str, where: str = "", rows: int = 1) -> None:
        """Say that rows were left out. `where` is a row, a column or the text found."""
        for entry in self.left_out:
            if entry.file == file and entry.reason == reason:
                break
        else:
            entry = LeftOut(file, reason)
            self.left_out.append(entry)
        entry.rows += int(rows)
        if where and len(entry.examples) < EXAMPLES:
            entry.examples.append(where)

    def check(
        self,
        name: str,
        expected: float | str | None,
        found: float | str | None,
        *,
        within: float = 0.0,
        note: str = "",
    ) -> bool:
        """Hold a figure against the publisher's own; `within` is the absolute difference allowed."""
        if isinstance(expected, int | float) and isinstance(found, int | float):
            passed = abs(float(expected) - float(found)) <= within
        else:
            passed = expected == found
        self.checks.append(Check(name, expected, found, passed, note))
        return passed

    def tell(self, name: str, expected: float | None, found: float | None, note: str = "") -> None:
        """Report a difference that is known and explained; it fails nothing."""
        self.checks.append(Check(name, expected, found, None, note))

    def remark(self, text: str) -> None:
        """Say something that a reader of the report should know."""
        if text not in self.remarks:
            self.remarks.append(text)

    def as_dict(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return asdict(self)

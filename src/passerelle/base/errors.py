"""The family of errors, each a sentence for the person who can mend it.

    PasserelleError                 exit 2: bad input, unless a branch says otherwise
    ├── PlaceUnknown                exit 1: no place of that name; carries suggestions
    ├── PeriodUnreadable
    ├── MoneyError                  no rate for that currency and date
    ├── EvidenceError               something is wrong with figures or the files that hold them
    │   ├── SourceUnreadable        a file cannot be read: where, what was found, what was expected
    │   ├── RowRefused              one row breaks a rule of its source
    │   ├── Contradiction           two rows of one source say different things
    │   ├── StoreBusy               another build is writing
    │   ├── IndicatorUnknown        carries suggestions
    │   ├── ServiceUnreachable      a publisher's public service did not answer
    │   └── NothingPublished        exit 1: it answered that it has nothing of what was asked
    ├── ModelError                  a model does not reach so far, or lacks a figure
    │   └── SettingRefused          what was asked of it cannot be: a value, a unit, a name
    ├── RuleError                   exit 3: stopped by a rule
    ├── DialogueError           votes cannot be read or made sense of
    └── PlanError               a plan is not sound
        ├── PlanUnreadable      a file of a plan cannot be read: where, what was found, what was expected
        ├── PlanUnsound         it can be read, and says what cannot be; carries all faults
        └── RowsRefused         a table of costs has rows that cannot be; refused whole, every row with its reason

Lowest floor.
"""

from collections.abc import Sequence
from pathlib import Path


class PasserelleError(Exception):
    """The root. `exit_code` is what the command line ends with; `title` is the API's short name."""

    exit_code = 2
    title = "Bad input"


class PlaceUnknown(PasserelleError):
    """No place, or more than one, answers to the text. `suggestions` are alpha-3 codes, best first."""

    exit_code = 1
    title = "Place not found"

    def __init__(self, text: str, suggestions: Sequence[str] = (), message: str | None = None) -> None:
        self.text = text
        self.suggestions = tuple(suggestions)
        near = f" Did you mean {', '.join(self.suggestions)}?" if self.suggestions else ""
        super().__init__(message or f'No place is known as "{text}".{near}')


class PeriodUnreadable(PasserelleError):
    """A period is not written as a year, a span of years, a quarter, a month or a day."""

    title = "Period not readable"


class MoneyError(PasserelleError):
    """An amount cannot be read or converted."""

    title = "Money not convertible"


class EvidenceError(PasserelleError):
    """Something is wrong with figures or the files that hold them."""

    title = "Evidence not usable"


def spot(
    file: str | Path | None = None,
    sheet: str | None = None,
    row: int | None = None,
    column: str | int | None = None,
    letter: str = "",
) -> str:
    """Say where in a publisher's file: `stock.xlsx, sheet "Table 1", row 12, column "1990"`.

    A workbook's column has a `letter` too: `column BX ("Mexico")`.
    """
    parts = [Path(file).name] if file is not None else []
    if sheet is not None:
        parts.append(f'sheet "{sheet}"')
    if row is not None:
        parts.append(f"row {row}")
    if column is not None and letter:
        parts.append(f'column {letter} ("{column}")' if column else f"column {letter}")
    elif column is not None:
        parts.append(f'column "{column}"')
    return ", ".join(parts)


class SourceUnreadable(EvidenceError):
    """A publisher's file cannot be read. The message names file, sheet, row and column where known."""

    title = "Source not readable"

    def __init__(
        self,
        problem: str,
        *,
        file: str | Path | None = None,
        sheet: str | None = None,
        row: int | None = None,
        column: str | int | None = None,
        letter: str = "",
    ) -> None:
        self.file, self.sheet, self.row, self.column, self.letter = file, sheet, row, column, letter
        where = spot(file, sheet, row, column, letter)
        super().__init__(f"{where}: {problem}" if where else problem)


class RowRefused(SourceUnreadable):
    """One row breaks a rule of its source, such as a negative stock."""

    title = "Row refused"


class Contradiction(EvidenceError):
    """Two rows of one source give different values for the same figure; both are named."""

    title = "Contradiction within a source"


class StoreBusy(EvidenceError):
    """Another build is writing to the same folder."""

    title = "Store busy"


class IndicatorUnknown(EvidenceError):
    """No indicator of that name."""

    exit_code = 2
    title = "Indicator not found"

    def __init__(self, name: str, suggestions: Sequence[str] = ()) -> None:
        self.name, self.suggestions = name, tuple(suggestions)
        near = f" Did you mean {', '.join(self.suggestions)}?" if self.suggestions else ""
        super().__init__(f'No indicator is called "{name}".{near} `passerelle evidence indicators` lists them all.')


class ServiceUnreachable(EvidenceError):
    """A publisher's public service did not answer in time, or answered with a fault."""

    title = "Service not reachable"


class NothingPublished(EvidenceError):
    """A publisher's service answered, and has no row of what was asked."""

    exit_code = 1
    title = "Nothing published"


class ModelError(PasserelleError):
    """A model cannot be fitted or used."""

    title = "Not covered by the model"


class SettingRefused(ModelError):
    """What was asked of a model cannot be: a value out of its range, another unit, a name that nothing has."""

    title = "Setting not usable"


class RuleError(PasserelleError):
    """Stopped by a rule."""

    exit_code = 3
    title = "Stopped by a rule"


class DialogueError(PasserelleError):
    """Votes, or what stands beside them, cannot be read or made sense of."""

    title = "Votes not readable"


class PlanError(PasserelleError):
    """A plan is not sound."""

    title = "Plan error"


class PlanUnreadable(PlanError):
    """A file of a plan cannot be read; the message names the place."""

    title = "Plan not readable"


class PlanUnsound(PlanError):
    """A plan says what cannot be. `faults` are sentences, each with its place."""

    title = "Plan not sound"

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("The plan cannot be used:\n" + "\n".join(f"- {fault}" for fault in self.faults))


class RowsRefused(PlanError):
    """Rows of a table of costs cannot be taken; none is. `faults` are sentences, each with its row."""

    title = "Rows refused"

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("Nothing was taken over:\n" + "\n".join(f"- {fault}" for fault in self.faults))

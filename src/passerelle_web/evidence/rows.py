"""Figures as rows of a table: words in the reader's language, papers by number, what is not known apart.

Holds no reading of the store. Stands on `queries`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from passerelle.base.places import Place, place_of
from passerelle.base.words import say
from passerelle.evidence.corridors import Known, is_old, source_pairs, years_of
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.registry import corridor_names, indicator_of
from passerelle.evidence.wording import (
    change_text,
    interval_text,
    method_text,
    name_text,
    note_text,
    period_label,
    value_text,
)

# of the methods the one that comes closest to counts, of the published and of our own estimates
FLOW_SHOWN = {"flow": "da_pb_closed", "flow_estimated": "pseudo_bayes"}


@dataclass
class Papers:
    """The sources of one page, numbered in the order in which figures call for them."""

    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)

    def of(self, figure: Figure) -> list[int]:
        """The numbers of a figure's sources."""
        self.figures.append(figure)
        return [self.numbers.setdefault(pair, len(self.numbers) + 1) for pair in source_pairs(figure)]

    @property
    def years(self) -> tuple[int, int] | None:
        """Oldest and newest year of the figures that the page shows, those in its charts too."""
        return years_of(self.figures)

    def listed(self) -> list[tuple[int, str, str]]:
        """Number, source and vintage, in order."""
        return [(number, source, vintage) for (source, vintage), number in self.numbers.items()]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure as it is read: its value in words, when, how it changed, how sure it is, its papers."""

    value: str
    period: str = ""
    change: str = ""
    interval: str = ""
    method: str = ""
    note: str = ""
    numbers: tuple[int, ...] = ()
    is_known: bool = True
    is_estimate: bool = False
    is_old: bool = False
    is_part: bool = False
    caution: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what it is about, and a cell a column."""

    name: str
    label: str
    cells: tuple[Cell, ...]
    formula: str = ""

    @property
    def is_known(self) -> bool:
        """Is any cell known?"""
        return any(cell.is_known for cell in self.cells)

    @property
    def numbers(self) -> list[int]:
        """The sources of all cells, each once."""
        return sorted({number for cell in self.cells for number in cell.numbers})


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not known, and what would fill it."""

    label: str
    note: str


def newest_of(known: Known, name: str) -> Figure:
    """The newest figure of a name; of flows the one by the method that pages show."""
    if name in FLOW_SHOWN:
        return known.latest(name, method=FLOW_SHOWN[name], whole=True)
    return known.latest(name, whole=True)


# A change of a change, or of a distance that may cross zero, says nothing in percent.
_DIFFERENCES = ("_change", "_growth", "_gap", "_above_3", "_above_5", "_above_median_2020", "_above_median_2023",
                "net_migration", "net_migration_rate", "fdi_in", "fdi_out")  # fmt: skip


def _change(figure: Figure, before: Figure | None, language: str) -> str:
    """The change in words, where it has a meaning."""
    # a year that is not over cannot be held against one that is
    if before is None or before.value is None or figure.value is None or figure.status == "P":
        return ""
    indicator = indicator_of(figure.indicator)
    in_points = indicator.show in ("share", "percent")
    if indicator.id.endswith(_DIFFERENCES) or (before.value * figure.value < 0 and not in_points):
        return ""
    return change_text(figure, before, language)


def cell_of(
    figure: Figure, before: Figure | None, papers: Papers, *, year: int, language: str, short: bool = False
) -> Cell:
    """A figure as a cell; `year` judges its age, `short` writes large numbers in short words."""
    if not figure.is_known:
        note, told = note_text(figure, language), value_text(figure, language)
        # a register that was read and holds nothing says so, which is more than "not known"
        absent = figure.note and figure.note != indicator_of(figure.indicator).fills
        return Cell(note if absent else told, note=note, is_known=False)
    return Cell(
        # where the label says "for every 1,000", the unit need not
        value=value_text(figure, language, short=short or figure.unit.startswith("per ")),
        period=period_label(figure.period, language),
        change=_change(figure, before, language),
        interval=interval_text(figure, language),
        method=method_text(figure.method, language) if figure.method else "",
        note=note_text(figure, language),
        numbers=tuple(papers.of(figure)),
        is_estimate=figure.is_estimate,
        is_old=is_old(figure, year),
        is_part=figure.status == "P",
        # what rests on very little says so wherever it stands alone
        caution=note_text(figure, language) if figure.status == "U" else "",
    )


def cell_known(known: Known, name: str, papers: Papers, *, year: int, language: str, short: bool = False) -> Cell:
    """The newest figure of a name as a cell."""
    figure = newest_of(known, name)
    return cell_of(figure, known.before(figure), papers, year=year, language=language, short=short)


def own_rows(knowns: Sequence[Known], names: Iterable[str], papers: Papers, *, year: int, language: str) -> list[Row]:
    """Rows of figures about the corridors themselves: a column a corridor."""
    return [
        Row(
            name,
            name_text(name, language),
            tuple(cell_known(known, name, papers, year=year, language=language) for known in knowns),
            say(indicator_of(name).formula, language),
        )
        for name in names
    ]


def end_rows(known: Known, names: Iterable[str], papers: Papers, *, year: int, language: str) -> list[Row]:
    """Rows of figures about the two ends: origin before destination; an end without the indicator is empty."""
    rows = []
    for name in names:
        cells = []
        for end in ("origin", "destination"):
            at = f"{name}_{end}"
            there = at in corridor_names()
            cells.append(
                cell_known(known, at, papers, year=year, language=language) if there else Cell("", is_known=False)
            )
        rows.append(Row(name, name_text(name, language), tuple(cells), say(indicator_of(name).formula, language)))
    return rows


def split(rows: Iterable[Row]) -> tuple[list[Row], list[Gap]]:
    """Rows with something known, and the gaps: what is known nowhere in its row, said once for each reason."""
    known, gaps = [], []
    for row in rows:
        if row.is_known:
            known.append(row)
        else:
            notes = dict.fromkeys(cell.note for cell in row.cells if cell.note)
            gaps.append(Gap(row.label, " ".join(notes)))
    return known, gaps


@dataclass(frozen=True, slots=True)
class Rank:
    """One line of a ranked list of corridors; `width` is its length in percent of the longest, as SVG writes it."""

    rank: int
    origin: Place
    destination: Place
    value: str
    period: str
    width: str


def ranked(figures: Sequence[Figure], language: str) -> list[Rank]:
    """Known figures of corridors as a ranked list, in their order."""
    known = [figure for figure in figures if figure.value is not None]
    most = max((figure.value or 0 for figure in known), default=0)
    return [
        Rank(
            rank,
            place_of(figure.origin),
            place_of(figure.destination),
            value_text(figure, language),
            period_label(figure.period, language),
            f"{100 * (figure.value or 0) / most:.1f}" if most else "0",
        )
        for rank, figure in enumerate(known, start=1)
    ]

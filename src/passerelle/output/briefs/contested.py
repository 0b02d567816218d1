"""Figures that the other side may contest: sources and methods beside one another, the difference explained.

Stands on `notes`.
"""

from collections.abc import Iterator

from passerelle.base.words import number
from passerelle.evidence.corridors import known_corridor
from passerelle.evidence.figures import Figure
from passerelle.evidence.store import Store, open_store
from passerelle.evidence.wording import interval_text
from passerelle.output.briefs.content import Cell, Part, Table
from passerelle.output.briefs.notes import Writer

EARLIER_EDITION = "2017"
MATRIX = "migrant_stock_wb"
_Row = tuple[str, list[tuple[str, Figure]], str]


def contested(store: Store, w: Writer) -> Part:
    """Every quantity for which two sources, editions or methods say different things."""
    rows = []
    for what, values, why in [
        *_stocks(store, w), *_flows(w), *_refugees(w), *_remittances(w), *_unemployment(w), *_prices(w),
    ]:  # fmt: skip
        known = [(name, f) for name, f in values if f.is_known]
        if len(known) < 2:
            continue
        said = "; ".join(f"{w.say(name)}: {_told(w, f)}" for name, f in known)
        numbers = [abs(f.value or 0.0) for _, f in known]
        spread = f"× {number(max(numbers) / min(numbers), w.language, 1)}" if min(numbers) else ""
        notes = w.notes.of(f for _, f in known)
        rows.append((Cell(w.say(what)), Cell(said, notes=notes), Cell(spread, True), Cell(w.say(why))))
    head = tuple(w.say(text) for text in ("Quantity", "Who says what", "Largest to smallest", "Why they differ"))
    caption = w.say("Figures that the other side may contest")
    tables = (Table(caption, head, tuple(rows), (1.2, 2.2, 0.7, 2.2)),) if rows else ()
    text = w.sentence(
        "The parties’ own national figures are not held here yet: bring the other side’s and compare definitions and "
        "dates first.",
        [],
    )
    return Part("contested", caption, (text,), (), tables)


def _told(w: Writer, figure: Figure) -> str:
    """A figure with its spread, where it has one, and its period: "last known" where it is the newest and yet old."""
    newest = figure in w.known.newest
    parts = (interval_text(figure, w.language), w.dated(figure) if newest else w.plain(figure))
    return f"{w.value(figure)} ({'; '.join(part for part in parts if part)})"


def _edition(w: Writer, publisher: str, stock: Figure) -> tuple[str, Figure]:
    """A stock under its publisher's name and the edition."""
    return f"{w.say(publisher)} {stock.vintage}", stock


def _stocks(store: Store, w: Writer) -> Iterator[_Row]:
    """Two editions of one year, and the World Bank's matrix."""
    now = {f.period: f for f in w.known.all_of("stock") if f.is_known}
    older = known_corridor(open_store(store.folders[:-1], EARLIER_EDITION), w.known.corridor, ["stock"])
    before = {f.period: f for f in older.all_of("stock") if f.is_known}
    shared = sorted(set(now) & set(before))
    if shared:
        year = shared[-1]
        yield (
            "Migrants of the corridor in one year, two editions",
            [_edition(w, "UN DESA", now[year]), _edition(w, "UN DESA", before[year])],
            "The later edition uses newer censuses and registers and revises all years; editions are never mixed.",
        )
    bank = w.known.latest("remittances_per_migrant")
    if bank.is_known and before:
        corridor = w.known.corridor
        rows = store.of_corridor(corridor.origin, corridor.destination, [MATRIX])
        # what holds both ways, such as a language in common, is among a corridor's rows whatever was asked for
        counts = [row for row in rows if row.indicator == MATRIX]
        last = before[max(before)]
        if counts:
            count = counts[-1]
            matrix = last.about(value=count.value, source=count.source, vintage=count.vintage, period=count.period)
            yield (
                "Migrants of the corridor, two publishers",
                [_edition(w, "UN DESA", last), _edition(w, "World Bank", matrix)],
                "The World Bank adds national sources to the UN’s table and dates them otherwise.",
            )


def _flows(w: Writer) -> Iterator[_Row]:
    methods = (
        ("da_pb_closed", "pseudo-Bayesian"),
        ("da_min_closed", "fewest moves"),
        ("mig_rate", "migration rates"),
    )
    yield (
        "People who moved in five years, three methods",
        [(w.say(name), w.known.latest("flow", method=code)) for code, name in methods],
        "No one counts these moves: each method infers them from stocks, and the fewest moves are a lower bound.",
    )


def _refugees(w: Writer) -> Iterator[_Row]:
    seekers, applicants = w.known.latest("asylum_seekers"), w.known.latest("asylum_applicants")
    yield (
        "People asking for asylum, two publishers",
        [("UNHCR", seekers), ("Eurostat", applicants)],
        "UNHCR counts people waiting at the end of the year, Eurostat applications during it, repeated ones included.",
    )


def _remittances(w: Writer) -> Iterator[_Row]:
    yield (
        "Remittances of the corridor in a year, two models",
        [
            (w.say("World Bank"), w.known.latest("remittances_bilateral")),
            ("Passerelle", w.known.latest("remittances_estimate")),
        ],
        "Both spread what the origin receives over migrants and incomes, by other tables and years; none is a count.",
    )


def _unemployment(w: Writer) -> Iterator[_Row]:
    general = w.known.latest("unemployment_destination")
    nationals = w.known.latest("unemployment_rate_nationals_destination")
    foreign = w.known.latest("unemployment_rate_foreign_destination")
    yield (
        "Unemployment in the destination, whose?",
        [
            (w.say("all, ILO estimate"), general),
            (w.say("nationals"), nationals),
            (w.say("foreign citizens"), foreign),
        ],
        "The first is modelled for everyone; the others come from the labour force survey by citizenship.",
    )


def _prices(w: Writer) -> Iterator[_Row]:
    yield (
        "Price of sending 200 USD",
        [(w.say("average of services"), w.known.latest("price_200")), ("SmaRT", w.known.latest("smart"))],
        "The average counts every service quoted, SmaRT the three cheapest that most people can use.",
    )

"""A run of a measure as a file: JSON (the whole record), CSV and XLSX (its tables), PDF (a report).

Stands on `charts.measures`, `briefs` and `tables`; reads records of `measures`.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from passerelle.base.corridors import Corridor
from passerelle.base.words import arrow, listed, mark, number, percent, say, upright
from passerelle.evidence.figures import Figure, pairs_of
from passerelle.evidence.wording import period_text, publishers_text
from passerelle.measures.screening import right_text
from passerelle.measures.templates import all_templates
from passerelle.output.briefs.content import Brief, Cell, Part, Picture, Sentence, Source, Table
from passerelle.output.briefs.paper import to_pdf
from passerelle.output.charts.measures import (
    PARTIES,
    SLUGS,
    chart_of_run,
    finding,
    money_text,
    name_of,
    nurses_moved,
    people_text,
    places_of,
    term_text,
    titles,
)
from passerelle.output.maps import DISCLAIMER, corridor_map
from passerelle.output.tables import ExportRefused

Record = Mapping[str, Any]
COLUMNS = (
    "measure", "origin", "destination", "account", "party", "row", "year", "p5", "p50", "p95", "mean", "unit",
    "probability_gain", "version", "seed", "note",
)  # fmt: skip
NOTE = "simulated difference to the course without the measure; welfare of parties does not add up"


STATUSES = {
    "observed": mark("figure of a publisher"),
    "estimate": mark("estimate"),
    "ranged": mark("figure of a publisher, range assumed"),
    "read": mark("read in the source"),
    "literature": mark("from the literature, to be checked"),
    "assumption": mark("assumption"),
    "yours": mark("given by the user"),
    "choice": mark("chosen"),
}


def status_text(status: str, language: str) -> str:
    """Where a quantity comes from, in words."""
    return say(STATUSES[status], language)


REMARKS = (mark("range ours"), mark("the sender's taxes left out"))  # what follows the figure in `inputs`


def source_said(assumed: Mapping[str, Any], year: int, language: str) -> str:
    """Where a quantity comes from: of a figure its publisher, edition and period, "last known" where that is old."""
    papers = assumed["figure"]
    if not papers:
        return str(assumed["source"])
    figure = Figure(**papers)
    remarks = [say(text, language) for text in assumed["source"].split("; ")[1:]]
    told = f"{publishers_text(figure.source, figure.vintage)}, {period_text(figure, year, language)}"
    return "; ".join((told, *remarks))


@dataclass(frozen=True, slots=True)
class RunForm:
    """A form in which a run is taken along."""

    name: str
    suffix: str
    media_type: str


RUN_FORMS = {
    form.name: form
    for form in (
        RunForm("json", ".json", "application/json; charset=utf-8"),
        RunForm("csv", ".csv", "text/csv; charset=utf-8"),
        RunForm("xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        RunForm("pdf", ".pdf", "application/pdf"),
    )
}


def run_form_of(name: str) -> RunForm:
    """The form of that name.

    Raises
    ------
    ExportRefused : there is none; those that there are are named.
    """
    try:
        return RUN_FORMS[name.lower()]
    except KeyError:
        raise ExportRefused(f'"{name}" is no form of a run. Known are {", ".join(RUN_FORMS)}.') from None


def export_run(record: Record, form: str, *, language: str, day: date) -> bytes:
    """The run in a form; its words in the language, its numbers as they are."""
    if form == "json":
        return (json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
    if form == "csv":
        return _csv(record)
    return _xlsx(record, language, day) if form == "xlsx" else report(record, language=language, day=day)


def lines_of(record: Record) -> Iterator[tuple[Any, ...]]:
    """Every number of both accounts as a row of COLUMNS."""
    head = (record["template"], record["origin"], record["destination"])
    tail = (record["version"], record["seed"], NOTE)
    for account, parties in record["accounts"].items():
        for party, found in parties.items():
            whole = found["present_value"]
            yield (
                *head,
                account,
                party,
                "present value",
                "",
                *_four(whole),
                record["unit"],
                found["probability_gain"],
                *tail,
            )
            for term, value in found["terms"].items():
                yield (*head, account, party, term, "", *_four(value), record["unit"], "", *tail)
            for year in found["path"]:
                money = (year["p5"], year["p50"], year["p95"], "")
                yield (*head, account, party, "year", year["year"], *money, f"{record['unit']} a year", "", *tail)


def _four(ends: Mapping[str, float]) -> tuple[float, ...]:
    return ends["p5"], ends["p50"], ends["p95"], ends["mean"]


def _csv(record: Record) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(lines_of(record))
    return out.getvalue().encode("utf-8-sig")


_ASSUMED = ("name", "title", "value", "low", "high", "unit", "status", "source")


def _xlsx(record: Record, language: str, day: date) -> bytes:
    import xlsxwriter  # noqa: PLC0415  only who asks for a workbook pays for it

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    )
    book.set_properties({"title": record["template"], "created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001
    bold = book.add_format({"bold": True, "bottom": 1})
    rows: dict[str, tuple[Sequence[str], list[Sequence[Any]]]] = {
        say("Results", language): (COLUMNS, list(lines_of(record))),
        say("Assumptions", language): (_ASSUMED, [[a[name] for name in _ASSUMED] for a in record["assumptions"]]),
    }
    for title, (head, lines) in rows.items():
        sheet = book.add_worksheet(title[:31])
        sheet.write_row(0, 0, head, bold)
        sheet.freeze_panes(1, 0)
        for at, line in enumerate(lines, 1):
            sheet.write_row(at, 0, line)
        sheet.set_column(0, len(head) - 1, 16)
    book.close()
    return out.getvalue()


# The report ------------------------------------------------------------------------------------------------


WORDS = ("Brief", "Summary", "Sources", "Chart", "Table", "Page", "of", "Contents", "Licence", "Estimate", "Printed on")


def report(record: Record, *, language: str, day: date) -> bytes:
    """The report of a run as tagged PDF."""
    return to_pdf(report_of(record, language=language, day=day), fewest=2, most=9)


def report_of(record: Record, *, language: str, day: date) -> Brief:
    """What the report of a run says: finding, parties, charts, terms, what was assumed, where it breaks even."""
    corridor = Corridor(record["origin"], record["destination"])
    origin, destination = corridor.places
    sources = _sources(record)
    return Brief(
        corridor=corridor,
        language=language,
        day=day,
        title=titles(record, language),
        subtitle=f"{origin.name(language)} {arrow(language)} {destination.name(language)}",
        years=say("Simulated: a difference to the course without the measure, no forecast", language),
        summary=tuple(Sentence(text) for text in summary_of(record, language)),
        key_table=_parties_table(record, language),
        parts=tuple(part for part in _parts(record, language, day) if part is not None),
        sources=sources,
        map_svg=corridor_map(
            corridor.origin, corridor.destination, title=say("Map of the corridor", language), language=language,
            value=None, medium="paper", ratio=3.4,
        ),
        map_text=say("Map: from {origin} to {destination}.", language).format(
            origin=origin.in_text(language), destination=destination.in_text(language)
        ),
        disclaimer=say(DISCLAIMER, language),
        words={word: say(word, language) for word in WORDS},
    )  # fmt: skip


def summary_of(record: Record, language: str) -> list[str]:
    """The sentences that open the report of a run."""
    chance, withheld = record["triple_win_probability"], record["sensitivity"]["assumed"]
    said = [finding(record, language)]
    if chance is None:
        text = say(
            "{part} of what is uncertain for the party that gains least hangs on assumptions that nobody has measured, "
            "so no chance that all gain is shown.",
            language,
        )
        said.append(text.format(part=percent(withheld, language, 0)))
    else:
        said.append(_chance(record, chance, language))
    said.append(
        say("{years} years, {draws} draws, discount {rate} a year.", language).format(
            years=record["years"],
            draws=number(record["draws"], language),
            rate=percent(record["discount"], language, 0),
        )
    )
    return said


def _chance(record: Record, chance: float, language: str) -> str:
    if not record["untouched"]:
        text = say("All parties gain, in welfare, in {chance} of the draws.", language)
        return text.format(chance=percent(chance, language, 0))
    names = listed([name_of(p, language, places_of(record, language)) for p in record["untouched"]], language)
    text = say("Nothing happens to {names}; all others gain, in welfare, in {chance} of the draws.", language)
    return text.format(names=names, chance=percent(record["touched_win_probability"], language, 0))


def _parties_table(record: Record, language: str) -> Table:
    places = places_of(record, language)
    rows = []
    for account in ("welfare", "cash"):
        for party, found in record["accounts"][account].items():
            value = found["present_value"]
            cells = [money_text(value[end], language) for end in ("p5", "p50", "p95")]
            name = f"{name_of(party, language, places)}, {say(account, language)}"
            rows.append((
                Cell(name), *(Cell(text, True) for text in cells),
                Cell(percent(found["probability_gain"], language, 0), True),
            ))  # fmt: skip
    head = (
        mark("Party and account"),
        mark("5% of draws"),
        mark("middle"),
        mark("95% of draws"),
        mark("chance of gain"),
    )
    caption = say("Present value, international USD of 2021", language)
    return Table(caption, tuple(say(text, language) for text in head), tuple(rows))


def _parts(record: Record, language: str, day: date) -> Iterator[Part | None]:
    where = Sentence(say("Passerelle, model of measures {model}, seed {seed}, version {version}.", language).format(
        model=record["model"], seed=record["seed"], version=record["version"]))  # fmt: skip
    charts = {slug: chart_of_run(record, slug, "welfare", language) for slug in SLUGS}

    def pictures(*slugs: str) -> tuple[Picture, ...]:
        return tuple(Picture(chart, where) for slug in slugs if (chart := charts.get(slug)) is not None)

    yield Part("parties", say("Three parties", language), pictures=pictures("parties", "years"))
    terms = [slug for slug in SLUGS if slug.startswith("terms-")]
    yield Part(
        "terms",
        say("Where it comes from", language),
        pictures=pictures(*terms, "nurses"),
        tables=tuple(t for t in (_terms_table(record, language), nurses_table(record, language)) if t is not None),
    )
    yield Part(
        "weights",
        say("What the answer hangs on", language),
        pictures=pictures("weights"),
        tables=_even_tables(record, language),
    )
    yield _rights(record, language)
    yield Part("methods", say("What was assumed", language), tables=(_assumptions_table(record, language, day),))


def _rights(record: Record, language: str) -> Part | None:
    """The rights that the measures usually touch; None where none of the templates is in the catalogue any more."""
    known = all_templates()
    touched = [right for code in record["templates"] if code in known for right in known[code].rights]
    if not touched:
        return None
    intro = say(
        "No gain outweighs a right. A measure is screened by two persons before it enters a plan; the first “no” stops "
        "it, whatever stands above.",
        language,
    )
    rows = dict.fromkeys((right_text(right.right, language), say(right.feature, language)) for right in touched)
    head = tuple(say(text, language) for text in (mark("Right"), mark("Where such a measure usually touches it")))
    table = Table(
        say("Rights that such a measure usually touches", language), head,
        tuple((Cell(right), Cell(feature)) for right, feature in rows),
    )  # fmt: skip
    return Part("rights", say("The rights gate", language), sentences=(Sentence(intro),), tables=(table,))


def _terms_table(record: Record, language: str) -> Table:
    rows = [
        (Cell(f"{say(PARTIES[party], language)}: {term_text(term, language)}"),
         *(Cell(money_text(value[end], language), True) for end in ("p5", "p50", "p95")))
        for party, found in record["accounts"]["welfare"].items()
        for term, value in sorted(found["terms"].items(), key=lambda item: -abs(item[1]["mean"]))
    ]  # fmt: skip
    head = tuple(
        say(text, language) for text in (mark("Term"), mark("5% of draws"), mark("middle"), mark("95% of draws"))
    )
    return Table(say("Terms in welfare, present value, international USD of 2021", language), head, tuple(rows))


def nurses_table(record: Record, language: str) -> Table | None:
    """Nurses and midwives at home with the measure and without, and for 10,000 people; None where nothing changes."""
    years = nurses_moved(record)
    if not years:
        return None
    people = _people_at_home(record)
    rows = []
    for year in years:
        cells = [people_text(year[end]["p50"], language) for end in ("without", "with", "more")]
        density = [
            number(year[end]["p50"] / people * 10_000, language, 2) if people else "–" for end in ("without", "with")
        ]
        rows.append((Cell(str(year["year"])), *(Cell(text, True) for text in (*cells, *density))))
    head = (
        mark("Year of the measure"), mark("without"), mark("with"), mark("difference"),
        mark("without, for 10,000 people"), mark("with, for 10,000 people"),
    )  # fmt: skip
    caption = say("Nurses and midwives at home, middle of the draws; for 10,000 of the people of today", language)
    return Table(caption, tuple(say(text, language) for text in head), tuple(rows))


def _people_at_home(record: Record) -> float | None:
    """The people of the origin to whom the density of nurses was given; None where the number was somebody's own."""
    given = next((a for a in record["assumptions"] if a["name"] == "nurses_home"), None)
    if given is None or not given["figure"]:
        return None
    density = given["figure"]["value"]
    return float(given["value"] / density * 10_000) if density else None


def _even_tables(record: Record, language: str) -> tuple[Table, ...]:
    if not record["break_even"]:
        return ()
    rows = [
        (Cell(say(PARTIES[even["party"]], language)), Cell(say(even["title"], language)),
         Cell(_with_unit(number(even["value"], language, 3), even["unit"], language), True),
         Cell(number(even["likeliest"], language, 3), True))
        for even in record["break_even"]
    ]  # fmt: skip
    head = tuple(
        say(text, language) for text in (mark("Party"), mark("Quantity"), mark("Breaks even at"), mark("Likeliest"))
    )
    return (Table(say("Where a party neither gains nor loses", language), head, tuple(rows)),)


def _with_unit(text: str, unit: str, language: str) -> str:
    return text if unit == "1" else f"{text} {say(unit, language)}"


def quantity_text(value: float, language: str) -> str:
    """A quantity with as many digits as it can carry."""
    size = abs(value)
    return number(value, language, 0 if size >= 100 or value == int(value) else 2 if size >= 1 else 4)


def _ends(a: Mapping[str, Any], language: str) -> str:
    low, value, high = (quantity_text(a[end], language) for end in ("low", "value", "high"))
    return value if low == high else f"{value} ({upright(f'{low} – {high}', language)})"


def _assumptions_table(record: Record, language: str, day: date) -> Table:
    rows = [
        (Cell(say(a["title"], language)),
         Cell(_with_unit(_ends(a, language), a["unit"], language)),
         Cell(f"{status_text(a['status'], language)}; {source_said(a, day.year, language)}"))
        for a in record["assumptions"]
    ]  # fmt: skip
    head = tuple(say(text, language) for text in (mark("Quantity"), mark("Value"), mark("Source")))
    return Table(say("Quantities and where they come from", language), head, tuple(rows))


def _sources(record: Record) -> tuple[Source, ...]:
    """The cards behind the figures that went in."""
    from passerelle.evidence.cards import all_cards  # noqa: PLC0415  reads the cards

    figures = [a["figure"] for a in record["assumptions"] if a["figure"]] + [record["inputs"]["people"]["figure"]]
    cards = all_cards()
    pairs = dict.fromkeys(pair for f in figures for pair in pairs_of(f["source"], f["vintage"]) if pair[0] in cards)
    return tuple(
        Source(at, cards[code].cite(vintage), cards[code].licence, cards[code].address)
        for at, (code, vintage) in enumerate(pairs, 1)
    )

"""The parts of the brief behind the summary: sections with charts, comparison, changes, unknowns.

Stands on `notes` and `charts`.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from passerelle.base.corridors import Corridor
from passerelle.base.places import place_of
from passerelle.base.words import arrow, mark, number
from passerelle.evidence.corridors import known_corridor, partners
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.basis import SECTIONS, Section
from passerelle.evidence.indicators.registry import indicator_of
from passerelle.evidence.indicators.rights import TREATIES
from passerelle.evidence.store import Store
from passerelle.evidence.wording import (
    end_of,
    interval_text,
    method_text,
    name_text,
    note_text,
    period_label,
    value_text,
)
from passerelle.output.briefs.content import Cell, Part, Sentence, Table
from passerelle.output.briefs.notes import UNKNOWN, Writer
from passerelle.output.briefs.record import Key
from passerelle.output.briefs.summary import KEY_NAMES, key_figure
from passerelle.output.charts.corridor import charts_of

TITLES: dict[Section, str] = {
    "people": mark("People"), "money": mark("Money"), "skills": mark("Skills"), "rights": mark("Rights and risks"),
    "drivers": mark("Drivers"),
}  # fmt: skip
# At most these charts: a brief of four to six pages.
CHOSEN_CHARTS = {"stock", "flows", "price", "remittances", "health", "borders", "ages", "income", "work"}
COMPARED = ("stock", "stock_growth", "stock_female_share", "remittances_bilateral", "price_200", "refugees")
MOST_CHANGES = 14
_GOES_ON = re.compile("[,،:]\\s")  # behind it a name says which of its kind it is


def sections(w: Writer) -> list[Part]:
    """One part a section of the corridor page: its charts, and what the charts do not draw in a sentence."""
    made = []
    for section in SECTIONS:
        charts = [c for c in charts_of(w.known, section, w.language, w.year) if c.slug in CHOSEN_CHARTS][:2]
        sentences = tuple(_SENTENCES[section](w))
        tables = tuple(t for t in (_treaties(w),) if t.rows) if section == "rights" else ()
        if not (sentences or charts or tables):
            sentences = (w.silent(),)
        made.append(Part(section, w.say(TITLES[section]), sentences, tuple(map(w.picture, charts)), tables))
    return made


def _people(w: Writer) -> Iterable[Sentence]:
    outward, back = w.known.latest("flow_outward"), w.known.latest("flow_return")
    if outward.is_known and back.is_known and outward.period == back.period:
        yield w.sentence(
            "Of the moves from {origin} to {destination} {when}, by the pseudo-Bayesian estimate, {outward} were of "
            "people leaving their place of birth and {back} of people returning to it.",
            [outward, back], when=w.when(outward), outward=w.value(outward), back=w.value(back),
        )  # fmt: skip
    rate = w.known.latest("asylum_recognition")
    if rate.is_known and rate.status != "U":
        yield recognition(w, rate)


def recognition(w: Writer, rate: Figure) -> Sentence:
    """The share of asylum decisions that gave protection, with their number: a share of few decisions says little."""
    return w.sentence(
        "Asylum decisions on substance {when}: {share} gave protection ({of}).", [rate], when=w.when(rate),
        share=w.value(rate), of=note_text(rate, w.language),
    )  # fmt: skip


def _money(w: Writer) -> Iterable[Sentence]:
    for figure in w.known.all_of("transfer_tax"):
        if figure.is_known:
            yield w.sentence(
                "{destination} taxes transfers paid in cash at {rate} since {day}; the sender pays it on top of the "
                "price.",
                [figure], rate=w.value(figure), day=w.plain(figure),
            )  # fmt: skip
    share = w.known.latest("remittances_bilateral_share")
    if share.is_known:
        yield w.sentence(
            "By the World Bank’s model {share} of all remittances to {origin} came from {destination} {when}.",
            [share], share=w.value(share), when=w.when(share),
        )  # fmt: skip
    ours = w.known.latest("remittances_estimate")
    if ours.is_known:
        yield w.sentence(
            "By Passerelle’s own model people in {destination} sent {value} to {origin} {when}; three rules of "
            "spreading the receipts give {spread}.",
            [ours], value=w.value(ours), when=w.when(ours), spread=interval_text(ours, w.language),
        )  # fmt: skip


def _skills(w: Writer) -> Iterable[Sentence]:
    for version in ("2023", "2020"):
        here = w.known.latest(f"safeguards_{version}_origin")
        if not here.is_known:
            continue
        text = (
            "{origin} meets both criteria of the WHO safeguards list of {version}: recruiters should not look for its "
            "health workers without safeguards; nobody’s right to leave is touched."
            if here.value
            else "{origin} does not meet both criteria of the WHO safeguards list of {version}."
        )
        yield w.sentence(text, [here], version=version)
    if not w.known.latest("safeguards_2023_origin").is_known:
        yield w.sentence(
            "Whether {origin} stands on the WHO safeguards list is not known here: the UHC service coverage index is "
            "lacking.",
            [],
        )
    gap = w.known.latest("employment_rate_gap_destination")
    if gap.is_known:
        text = (
            "In {destination} the employment rate of foreign citizens was {points} points below that of nationals "
            "{when}; citizens of {origin} alone are not told apart."
            if (gap.value or 0) < 0
            else "In {destination} the employment rate of foreign citizens was {points} points above that of nationals "
            "{when}; citizens of {origin} alone are not told apart."
        )
        points = number(abs(gap.value or 0), w.language, 1)
        yield w.sentence(text, [gap], points=points, when=w.when(gap))


def _rights(w: Writer) -> Iterable[Sentence]:
    deaths = w.known.latest("deaths_of_nationals_origin", whole=True)
    if deaths.is_known:
        yield w.counted(
            "At least {number} person from {origin} died or went missing on migration routes {when}; of many people "
            "the nationality is not known.",
            "At least {number} people from {origin} died or went missing on migration routes {when}; of many people "
            "the nationality is not known.",
            deaths, [deaths], when=w.when(deaths),
        )  # fmt: skip


def _drivers(w: Writer) -> Iterable[Sentence]:
    here, there = w.known.latest("unemployment_origin"), w.known.latest("unemployment_destination")
    if here.is_known and there.is_known:
        yield w.sentence(
            "Unemployment was {here} in {origin} ({here_year}) and {there} in {destination} ({there_year}).",
            [here, there], here=w.value(here), here_year=w.dated(here), there=w.value(there),
            there_year=w.dated(there),
        )  # fmt: skip
    distance = w.known.latest("distance_km")
    if distance.is_known:
        yield w.sentence(
            "The centres of the two territories are {distance} apart.", [distance],
            distance=w.value(distance, short=False),
        )  # fmt: skip


_SENTENCES: dict[Section, Any] = {
    "people": _people, "money": _money, "skills": _skills, "rights": _rights, "drivers": _drivers,
}  # fmt: skip


def _treaties(w: Writer) -> Table:
    """Both sides' ratifications; absence reads "none recorded by" the date of the table."""
    rows = []
    for code in TREATIES:
        pair = [w.known.latest(f"party_{code.lower()}_{end}") for end in ("origin", "destination")]
        if any(figure.is_known or _is_recorded(figure) for figure in pair):
            cells = tuple(Cell(_party_text(w, figure), notes=w.notes.of([figure])) for figure in pair)
            rows.append((Cell(w.say(indicator_of(f"party_{code.lower()}").name)), *cells))
    head = (w.say("Instrument"), w.labels["origin"], w.labels["destination"])
    return Table(w.say("Party to, since"), head, tuple(rows), (2.1, 1, 1))


def _party_text(w: Writer, figure: Figure) -> str:
    if figure.value == 0:
        return w.say("no longer since {day}").format(day=figure.period)
    return figure.period if figure.is_known else note_text(figure, w.language)


def comparison(store: Store, w: Writer) -> Part:
    """The same figures for the origin's three other large destinations and the destination's three other origins."""
    here = w.known.corridor
    others = [
        Corridor(f.origin, f.destination)
        for side, place in (("origin", here.origin), ("destination", here.destination))
        for f in partners(store, place, side, 4)
        if (f.origin, f.destination) != (here.origin, here.destination)
    ]
    chosen = list(dict.fromkeys([*[c for c in others if c.origin == here.origin][:3],
                                 *[c for c in others if c.destination == here.destination][:3]]))  # fmt: skip
    knowns = [w.known, *(known_corridor(store, corridor, COMPARED) for corridor in chosen)]
    columns = [_column(w, name, [known.latest(name) for known in knowns]) for name in COMPARED]
    rows = []
    for at, corridor in enumerate([here, *chosen]):
        ends = (place_of(corridor.origin).name(w.language), place_of(corridor.destination).name(w.language))
        rows.append((Cell(f" {arrow(w.language)} ".join(ends)), *(cells[at] for _, cells in columns)))
    head = (w.say("Corridor"), *(title for title, _ in columns))
    shares = (1.75, 1.1, 0.95, 0.75, 1.9, 1.15, 1)
    table = Table(w.say("The largest corridors of both places beside this one"), head, tuple(rows), shares)
    text = w.sentence("Each figure is the newest of its kind; where years differ, each says its own.", [])
    return Part("comparison", w.say("Similar corridors"), (text,), (), (table,))


def _column(w: Writer, name: str, figures: list[Figure]) -> tuple[str, list[Cell]]:
    """One measure of several corridors: the period stands in the head where all agree, else in every cell."""
    title = w.say(_COMPARED_HEADS[name])
    cells = [w.cell(figure, short=True) for figure in figures]
    periods = {figure.period: w.dated(figure) for figure in figures if figure.is_known}
    if len(periods) == 1:
        return f"{title} ({next(iter(periods.values()))})", cells
    dated = [
        replace(cell, text=f"{cell.text} ({w.dated(figure)})") if figure.is_known else cell
        for cell, figure in zip(cells, figures, strict=True)
    ]
    return title, dated


_COMPARED_HEADS = {
    "stock": mark("Migrants"), "stock_growth": mark("Growth a year"), "stock_female_share": mark("Women"),
    "remittances_bilateral": mark("Remittances a year"), "price_200": mark("Price of 200 USD"),
    "refugees": mark("Refugees"),
}  # fmt: skip


def changes(w: Writer, earlier: dict[Key, dict[str, Any]]) -> Part:
    """What changed since the user's last brief: newer periods, revised values, new and lost figures."""
    rows: list[tuple[Cell, ...]] = []
    counts = {"newer": 0, "revised": 0, "new": 0, "lost": 0}
    for figure in w.known.newest:
        old = earlier.get((figure.indicator, figure.sex, figure.age, figure.method))
        kind = _kind_of_change(figure, old)
        if kind is None:
            continue
        counts[kind] += 1
        if len(rows) < MOST_CHANGES:
            rows.append(_change_row(w, figure, old, kind))
    text = w.sentence(
        "Since your last brief {newer}, {revised}, {new} and {lost}.", [],
        newer=w.figure_count(
            "{number} figure has a newer period", "{number} figures have a newer period", counts["newer"]
        ),
        revised=w.figure_count("{number} was revised", "{number} were revised", counts["revised"]),
        new=w.figure_count("{number} became known", "{number} have become known", counts["new"]),
        lost=w.figure_count("{number} is no longer known", "{number} are no longer known", counts["lost"]),
    )  # fmt: skip
    head = tuple(w.say(word) for word in ("Figure", mark("Before"), mark("Now"), mark("Why")))
    tables = (Table(w.say("What changed since your last brief"), head, tuple(rows), (2, 1, 1, 1)),) if rows else ()
    return Part("changes", w.say("What changed since your last brief"), (text,), (), tables)


def _kind_of_change(figure: Figure, old: dict[str, Any] | None) -> str | None:
    before = old["value"] if old else None
    if figure.value is None:
        return "lost" if before is not None else None
    if before is None:
        return "new"
    if old is not None and figure.period != old["period"]:
        return "newer"
    return None if abs(figure.value - before) <= 1e-9 * max(1.0, abs(before)) else "revised"


def _change_row(w: Writer, figure: Figure, old: dict[str, Any] | None, kind: str) -> tuple[Cell, ...]:
    why = {
        "newer": mark("newer period"), "revised": mark("revised by the source"), "new": mark("newly known"),
        "lost": mark("no longer known"),
    }[kind]  # fmt: skip
    before = ""
    if old and old["value"] is not None:
        told = replace(figure, value=float(old["value"]), period=str(old["period"]), source=figure.source or "record")
        before = f"{value_text(told, w.language, short=True)} ({period_label(str(old['period']), w.language)})"
    now = f"{w.value(figure)} ({w.dated(figure)})" if figure.is_known else w.value(figure)
    end = end_of(figure.indicator)
    sex = {"F": mark("women"), "M": mark("men")}.get(figure.sex, "")
    aside = [w.labels[end] if end else "", w.say(sex) if sex else "", method_text(figure.method, w.language)
             if figure.indicator == "flow" else ""]  # fmt: skip
    label = name_text(figure.indicator, w.language) + "".join(f" ({part})" for part in aside if part)
    return Cell(label), Cell(before, True), Cell(now, True, w.notes.of([figure])), Cell(w.say(why))


def not_known(w: Writer) -> Part:
    """What is not known, put together by what would fill it; both ends of a corridor share one line."""
    lacking: dict[str, dict[str, list[str]]] = {}
    for name, figures in w.known.series.items():
        if any(figure.is_known for figure in figures) or _is_recorded(figures[0]):
            continue
        fills = note_text(figures[0], w.language)
        of = lacking.setdefault(fills, {}).setdefault(name_text(name, w.language), [])
        if end_of(name):
            of.append(w.labels[end_of(name)])
    rows = tuple((Cell(_together(w, names)), Cell(fills)) for fills, names in lacking.items())
    head = (w.say("Not known"), w.say("What would fill it"))
    table = Table(w.say("Figures that are not known for this corridor"), head, rows)
    return Part("unknown", w.say(UNKNOWN), (), (), (table,))


def _together(w: Writer, names: dict[str, list[str]]) -> str:
    """Names in one line: first those of the corridor or of both ends, then those of one end behind its name."""
    of: dict[str, list[str]] = {}
    for name, ends in names.items():
        of.setdefault(ends[0] if len(ends) == 1 else "", []).append(name)
    said = [_shortened(of.pop(""))] if "" in of else []
    said += [w.say("{place}: {names}").format(place=place, names=_shortened(held)) for place, held in of.items()]
    return ". ".join(said)


def _shortened(names: list[str]) -> str:
    """Names one behind the other; one that goes on from the name before drops what they share."""
    said: list[str] = []
    before = ""
    for name in names:
        stem, *rest = _GOES_ON.split(name, maxsplit=1)
        said.append(f"… {rest[0]}" if rest and stem == before else name)
        before = stem
    return "; ".join(said)


def _is_recorded(figure: Figure) -> bool:
    """Is it known that a register records nothing? That is an answer, and stands in the tables."""
    i = indicator_of(figure.indicator)
    return bool(i.absence) and figure.note != i.fills


def other_rooms(w: Writer) -> Part:
    """Agreements, dialogues and funding: known once their rooms hold something on this corridor."""
    rows = tuple(
        (Cell(w.say(what)), Cell(w.say("not known")), Cell(w.say(fills)))
        for what, fills in (
            ("Agreements in force", "A register of agreements between the two states with their dates and texts."),
            ("Dialogues", "Members of a dialogue on this corridor or on a route that it is part of."),
            ("Funding", "Aid activities on migration in either place, in the aid sector’s own format."),
        )
    )
    head = (w.say("Subject"), w.say("State"), w.say("What would fill it"))
    return Part(
        "others", w.say("Agreements, dialogues and funding"), (), (),
        (Table(w.say("Agreements, dialogues and funding"), head, rows, (1.1, 0.6, 3.3)),),
    )  # fmt: skip


def methods(w: Writer) -> Part:
    """How the key figures are made: formula and reference of each that stands in the table."""
    known = [indicator_of(name) for name in KEY_NAMES if key_figure(w, name).is_known]
    rows = tuple((Cell(w.say(i.name)), Cell(w.say(i.formula)), Cell(i.reference)) for i in dict.fromkeys(known))
    head = (w.say("Figure"), w.say("How it is made"), w.say("Reference"))
    texts = tuple(
        w.sentence(text, [])
        for text in (
            "Origin and destination are the migrants’ everywhere, also where money runs the other way.",
            "A missing figure is never zero. Editions of a source are never mixed. A figure older than its kind allows "
            "reads “last known”.",
            "Estimates are marked as such: they are made by a method, not counted.",
        )
    )
    tables = (Table(w.say("Key figures"), head, rows),) if rows else ()
    return Part("methods", w.say("Notes on method"), texts, (), tables)

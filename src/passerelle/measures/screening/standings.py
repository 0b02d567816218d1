"""Which instruments bind the places of a corridor or route on a day, as far as ratifications are recorded.

What is not recorded is unknown, a status of its own; it never reads "not bound". Stands on `instruments`, `evidence`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from passerelle.base.corridors import Corridor, Route
from passerelle.base.groupings import grouping_of
from passerelle.base.periods import read_period
from passerelle.base.places import place_of
from passerelle.base.words import mark, say
from passerelle.evidence.cards import all_cards, card_of
from passerelle.evidence.corridors import place_evidence
from passerelle.evidence.indicators.basis import PlaceEvidence
from passerelle.evidence.indicators.rights import codes_of, first_act
from passerelle.evidence.remarks import remark_text
from passerelle.evidence.store import Store
from passerelle.measures.screening.instruments import Article, Instrument, all_instruments

Status = Literal["binds", "none_recorded", "disputed", "that_year", "no_table", "not_yet", "ceased", "outside"]
# What is said of a place under an instrument, by status.
SAID: dict[str, str] = {
    "binds": mark("bound since {since}"),
    "none_recorded": mark("none recorded by {vintage}"),
    "disputed": mark("disputed since {since}"),
    "that_year": mark("in the course of {since}: the day is not known"),
    "no_table": mark("not known: no table of this instrument is held"),
    "not_yet": mark("not before {since}"),
    "ceased": mark("no longer since {until}"),
    "outside": mark("not open to it"),
}
UNKNOWN = frozenset({"none_recorded", "disputed", "that_year", "no_table"})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one place stands under one instrument on a day.

    `since` and `until` are days or years as recorded; `source` and `vintage` are those of the table.
    """

    iso3: str
    instrument: str
    status: Status
    since: str = ""
    until: str = ""
    source: str = ""
    vintage: str = ""
    note: str = ""

    @property
    def binds(self) -> bool:
        """Is the place recorded as bound on the day?"""
        return self.status == "binds"

    @property
    def is_unknown(self) -> bool:
        """Is it unknown whether the place is bound?"""
        return self.status in UNKNOWN

    def text(self, language: str = "en") -> str:
        """The status in words."""
        form = say(SAID[self.status], language)
        return form.format(since=self.since, until=self.until, vintage=self.vintage)

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """As plain values, with title and status in a language."""
        return {
            "place": self.iso3,
            "name": place_of(self.iso3).name(language),
            "instrument": self.instrument,
            "title": say(all_instruments()[self.instrument].title, language),
            "status": self.status,
            "said": self.text(language),
            "since": self.since,
            "until": self.until,
            "source": self.source,
            "vintage": self.vintage,
            "cited": card_of(self.source).cite(self.vintage) if self.source in all_cards() else self.source,
            "note": remark_text(self.note, language),
        }


@dataclass(frozen=True, slots=True)
class Binding:
    """The standings of every place under every instrument on a day; places in the order of the route."""

    places: tuple[str, ...]
    on: date
    standings: tuple[Standing, ...]

    def of(self, iso3: str) -> tuple[Standing, ...]:
        """Where one place stands, leaving out instruments that are not open to it."""
        return tuple(s for s in self.standings if s.iso3 == iso3 and s.status != "outside")

    @property
    def instruments(self) -> tuple[str, ...]:
        """Codes of the instruments that bind one place or more, in their order."""
        bound = {s.instrument for s in self.standings if s.binds}
        return tuple(code for code in all_instruments() if code in bound)

    @property
    def unknown(self) -> tuple[Standing, ...]:
        """Where it is unknown whether a place is bound."""
        return tuple(s for s in self.standings if s.is_unknown)

    def places_under(self, instrument: str) -> tuple[str, ...]:
        """The places that an instrument binds."""
        return tuple(s.iso3 for s in self.standings if s.instrument == instrument and s.binds)

    def articles(self, right: str, *, absolute: bool = False) -> tuple[Article, ...]:
        """The articles of binding instruments that guarantee a right; where `absolute`, those without limitation."""
        return tuple(
            article
            for code in self.instruments
            for article in all_instruments()[code].articles
            if article.right == right and (article.is_absolute or not absolute)
        )

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """As plain values: the day, each place's standings, and the scope of the instruments that bind."""
        scopes = {c: say(all_instruments()[c].scope, language) for c in self.instruments if all_instruments()[c].scope}
        return {
            "on": self.on.isoformat(),
            "places": list(self.places),
            "instruments": list(self.instruments),
            "standings": [s.as_dict(language) for iso3 in self.places for s in self.of(iso3)],
            "scopes": scopes,
        }


def binding(store: Store, where: Corridor | Route, on: date) -> Binding:
    """Which instruments bind the places of a corridor or route on a day, since when and by which source.

    Parameters
    ----------
    store : the evidence, of one vintage; ratifications are the observations party_*, left_* and disputed_*.
    on : the day; an instrument that came into force later binds nobody on it.
    """
    places = where.stops if isinstance(where, Route) else (where.origin, where.destination)
    standings = []
    for iso3 in places:
        evidence = place_evidence(store, iso3)
        standings += [_standing(instrument, evidence, on) for instrument in all_instruments().values()]
    return Binding(places, on, tuple(standings))


def _standing(instrument: Instrument, evidence: PlaceEvidence, on: date) -> Standing:
    if instrument.members:
        return _by_membership(instrument, evidence.iso3, on)
    return _by_ratification(instrument, evidence, on)


def _by_membership(instrument: Instrument, iso3: str, on: date) -> Standing:
    grouping = grouping_of(instrument.members)
    papers = {"source": grouping.source}
    held = grouping.membership_of(iso3)
    for membership in held:
        since = max(membership.since, instrument.in_force)
        if membership.holds_on(on) and since <= on:
            return Standing(iso3, instrument.code, "binds", since.isoformat(), **papers)
    begun = [m for m in held if m.since <= on]
    if begun and begun[-1].until is not None and begun[-1].until > instrument.in_force:
        return Standing(iso3, instrument.code, "ceased", until=begun[-1].until.isoformat(), **papers)
    later = [max(m.since, instrument.in_force) for m in held if m.until is None or m.until > instrument.in_force]
    if later and later[0] > on:
        return Standing(iso3, instrument.code, "not_yet", later[0].isoformat(), **papers)
    return Standing(iso3, instrument.code, "outside")


def _by_ratification(instrument: Instrument, evidence: PlaceEvidence, on: date) -> Standing:
    iso3, code = evidence.iso3, instrument.code
    party, *ends = codes_of(instrument.treaty)
    rows = evidence.observed.get(party, ())
    if not rows:
        if not instrument.is_open_to(iso3):
            return Standing(iso3, code, "outside")
        vintage = evidence.held.vintages.get(party, "")
        return Standing(iso3, code, "none_recorded" if vintage else "no_table", vintage=vintage)
    left, disputed = (_last(evidence, ends, kind, on) for kind in ("left", "disputed"))
    if disputed:
        return Standing(iso3, code, "disputed", disputed.period, **_papers(disputed))
    anew = [row for row in rows if left and left.period < row.period <= on.isoformat()]
    if left and not anew:
        return Standing(iso3, code, "ceased", first_act(rows).period, left.period, **_papers(left))
    act = first_act(anew or rows)
    since = _effective(act.period, instrument.in_force)
    return Standing(iso3, code, _status(since, on), since, **_papers(act))


def _papers(row: Any) -> dict[str, str]:
    return {"source": row.source, "vintage": row.vintage, "note": row.comment or ""}


def _last(evidence: PlaceEvidence, codes: list[str], kind: str, on: date) -> Any:
    """The last row by a day of what ends or disputes that a state is bound; None where there is none."""
    rows = [row for code in codes if code.startswith(f"{kind}_") for row in evidence.observed.get(code, ())]
    return max((row for row in rows if row.period <= on.isoformat()), key=lambda row: row.period, default=None)


def _effective(period: str, in_force: date) -> str:
    """The day or year from which an act binds: never before the instrument came into force."""
    if len(period) == 10 or period < str(in_force.year):
        return max(period, in_force.isoformat())
    return period


def _status(since: str, on: date) -> Status:
    """Whether what is bound since a day or a year binds on a day; of the year alone the day is not known."""
    if len(since) == 10:
        return "binds" if date.fromisoformat(since) <= on else "not_yet"
    year = read_period(since).year
    if year == on.year:
        return "that_year"
    return "binds" if year < on.year else "not_yet"

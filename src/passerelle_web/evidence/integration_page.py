"""What stands on the pages of integration: the list of hosts, one host, one measure of a host over the years.

Holds the choice and the words of rows; what is known is the library's (`evidence.integration`). Stands on `rows`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext

from passerelle.base.groupings import all_groupings
from passerelle.base.places import Place, place_of
from passerelle.base.words import say
from passerelle.evidence.figures import Figure
from passerelle.evidence.integration import hosts, records
from passerelle.evidence.integration.gaps import Gap
from passerelle.evidence.integration.hosts import Host
from passerelle.evidence.integration.measures import (
    AREAS,
    GROUPS,
    MEASURES,
    REFUGEES,
    SEXES,
    Group,
    Measure,
    group_of,
    measure_of,
    sex_of,
)
from passerelle.evidence.integration.wording import (
    SEX_WORDS,
    age_words,
    finding,
    interval_text,
    notes_of,
    units_text,
    value_text,
    whom,
)
from passerelle.evidence.wording import name_text
from passerelle.output.charts.drawing import Chart
from passerelle.output.charts.integration import sides_chart, years_chart
from passerelle.output.tables import FORMS
from passerelle_web.evidence import queries
from passerelle_web.evidence.corridor_page import sources_of
from passerelle_web.evidence.rows import Gap as Unknown
from passerelle_web.evidence.rows import Papers

THEMES = ("2.3-integration", "2.3-equal-treatment")
_FIRST = "employment_rate"


@dataclass(frozen=True, slots=True)
class Line:
    """One gap as it is read: of whom, when, both sides, what lies between, how sure it is, its papers."""

    label: str
    period: str
    migrants: str
    others: str
    gap: str
    ratio: str
    is_unsure: bool
    intervals: str
    notes: tuple[str, ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A measure on a host's page: what it says, of whom, in which units, its lines by sex."""

    measure: Measure
    name: str
    of: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class AreaPart:
    """An area: its measures that are known here, and those that are not with what would fill them."""

    slug: str
    title: str
    blocks: tuple[Block, ...]
    gaps: tuple[Unknown, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with the numbers of its sources."""

    chart: Chart
    numbers: list[int]
    is_tall: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a form: its value, its word, whether it is made."""

    value: str
    word: str
    is_made: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader chose; what cannot be read stays as typed and says so."""

    group: Group
    measure: Measure
    sex: str
    year: str
    grouping: str = ""
    faults: dict[str, str] = field(default_factory=dict)


def host_of(iso3: str) -> Host:
    """What is known of integration in a place."""
    return hosts.host(queries.the_store(), iso3)


def read(given: Mapping[str, str], host: Host | None = None) -> Asked:
    """Read what was chosen. A code that is none is a refusal; a year or grouping typed wrongly is a fault beside it."""
    year, grouping = given.get("year", "").strip(), given.get("grouping", "").strip()
    faults = {}
    if year and not (year.isdigit() and len(year) == 4):
        faults["year"] = gettext("Write a year with four digits, or leave it empty for the newest.")
    if grouping and grouping not in all_groupings():
        faults["grouping"] = gettext("We know no grouping of this code.")
    first = host.groups[0] if host and host.groups else GROUPS["CITIZEN_FOR"]
    return Asked(
        group_of(given["group"]) if given.get("group") else first,
        measure_of(given.get("measure") or _FIRST), sex_of(given.get("sex") or "_T"),
        "" if "year" in faults else year, grouping, faults,
    )  # fmt: skip


def line_of(gap: Gap, label: str, papers: Papers, language: str) -> Line:
    """A gap in words."""
    ends = [
        gettext("{what}: {interval}").format(what=what, interval=told)
        for what, figure in (
            (gettext("migrants"), gap.migrants), (gettext("others"), gap.others), (gettext("gap"), gap.points)
        )
        if (told := interval_text(figure, language))
    ]  # fmt: skip
    unknown = say("not known", language) if gap.measure.has_gap else ""
    return Line(
        label, gap.period, value_text(gap.migrants, language, short=True),
        value_text(gap.others, language, short=True) if gap.others else unknown,
        value_text(gap.points, language, short=True) if gap.points else unknown,
        value_text(gap.ratio, language) if gap.ratio else unknown,
        gap.is_unsure, "; ".join(ends), tuple(notes_of(gap, language)), tuple(papers.of(gap.migrants)),
    )  # fmt: skip


def _block(host: Host, measure: Measure, asked: Asked, papers: Papers, language: str) -> Block | None:
    group = asked.group if measure.has_gap else REFUGEES
    found = [(sex, host.newest(measure.id, group.code, sex, year=asked.year)) for sex in SEXES]
    gaps = [(sex, gap) for sex, gap in found if gap is not None]
    if not gaps:
        return None
    lines = tuple(line_of(gap, say(SEX_WORDS[sex], language), papers, language) for sex, gap in gaps)
    name = say(measure.name, language)
    return Block(measure, name, _of(measure, gaps[0][1], language), lines)


def _of(measure: Measure, gap: Gap | None, language: str) -> str:
    """Of whom a measure is, their ages where a gap tells them, and the units that its figures leave out."""
    age = age_words(gap, language) if gap else ""
    told = ", ".join(part for part in (say(measure.of, language), age) if part)
    return "; ".join(part for part in (told, units_text(measure, language)) if part)


def _areas(host: Host, asked: Asked, papers: Papers, language: str) -> list[AreaPart]:
    made = []
    for area, title in AREAS.items():
        blocks, unknown = [], []
        for measure in (one for one in MEASURES.values() if one.area == area):
            block = _block(host, measure, asked, papers, language)
            if block is None:
                unknown.append(Unknown(say(measure.name, language), say(measure.fills, language)))
            else:
                blocks.append(block)
        made.append(AreaPart(area, say(title, language), tuple(blocks), tuple(unknown)))
    return made


def _picture(chart: Chart | None, papers: Papers, *, is_tall: bool = False) -> Picture | None:
    if chart is None:
        return None
    return Picture(chart, sorted({number for figure in chart.figures for number in papers.of(figure)}), is_tall)


def _pictures(host: Host, asked: Asked, papers: Papers, language: str) -> list[Picture]:
    """Both sides of all rates, then the first measures over the years."""
    made = [_picture(sides_chart(host, asked.group, language, asked.year), papers, is_tall=True)]
    for name in ("employment_rate", "unemployment_rate", "median_income"):
        made.append(_picture(years_chart(host, MEASURES[name], asked.group, language), papers))
    if host.of_refugees and not host.groups:
        made.append(_picture(years_chart(host, MEASURES["refugees_naturalised"], REFUGEES, language), papers))
    return [picture for picture in made if picture is not None]


@dataclass(frozen=True, slots=True)
class Told:
    """Something with its value or what would fill it: a dimension of policy, or what is asked of a host."""

    name: str
    value: str
    period: str
    note: str
    numbers: tuple[int, ...]
    is_known: bool


def _told(name: str, figure: Figure, value: str, papers: Papers, language: str) -> Told:
    if not figure.is_known:
        return Told(name, say("not known", language), "", say(figure.note, language), (), is_known=False)
    return Told(name, value, figure.period, "", tuple(papers.of(figure)), is_known=True)


def _policies(host: Host, asked: Asked, papers: Papers, language: str) -> list[Told]:
    return [
        _told(name_text(score.dimension, language), score.newest, value_text(score.newest, language), papers, language)
        for score in host.scores(asked.year)
    ]


def _host_side(host: Host, papers: Papers, language: str) -> list[tuple[str, Told]]:
    return [
        (
            say(asked.asks, language),
            _told(say(asked.name, language), figure, value_text(figure, language), papers, language),
        )
        for asked, figure in host.host_side()
    ]


def _opening(host: Host, asked: Asked) -> Gap | None:
    """The gap with which a page opens: of the first measure that has both sides."""
    found = (host.newest(measure, asked.group.code, year=asked.year) for measure in MEASURES)
    return next((gap for gap in found if gap is not None and gap.others is not None), None)


def host_page(place: Place, given: Mapping[str, str], language: str) -> dict[str, Any]:
    """The context of a host's page."""
    host = host_of(place.iso3)
    asked = read(given, host)
    papers = Papers()
    first = _opening(host, asked)
    in_text = place.in_text(language)
    areas = _areas(host, asked, papers, language)
    pictures = _pictures(host, asked, papers, language)
    policies = _policies(host, asked, papers, language)
    sides = _host_side(host, papers, language)
    return {
        "place": place, "name": place.name(language), "host": host, "asked": asked,
        "lead": finding(first, in_text, language) if first else "",
        "gap": value_text(first.points, language) if first and first.points else "",
        "whom": whom(asked.group, language), "areas": areas, "pictures": pictures,
        "groups": [Choice(g.code, whom(g, language), g.code == asked.group.code) for g in host.groups],
        "years": [Choice(year, year, year == asked.year) for year in host.years],
        "policies": [one for one in policies if one.is_known], "no_policies": _missing(policies),
        "host_side": sides, "has_intervals": any(gap.has_interval for gap in host.gaps),
        "query": _query(asked), "forms": tuple(FORMS), "sources": sources_of(papers),
    }  # fmt: skip


def _missing(policies: Sequence[Told]) -> list[Unknown]:
    return [Unknown(one.name, one.note) for one in policies if not one.is_known]


def _query(asked: Asked) -> str:
    """The choice as the rest of an address, after another parameter."""
    return f"&group={asked.group.code}" + (f"&year={asked.year}" if asked.year else "")


@dataclass(frozen=True, slots=True)
class Years:
    """One measure of one sex over the years: its chart, its lines, the newest first."""

    sex: str
    title: str
    picture: Picture | None
    lines: tuple[Line, ...]


def measure_page(place: Place, name: str, given: Mapping[str, str], language: str) -> dict[str, Any]:
    """The context of a page on one measure of a host: all its years, by sex."""
    host, measure = host_of(place.iso3), MEASURES[name]
    asked = read(given, host)
    group = asked.group if measure.has_gap else REFUGEES
    papers = Papers()
    stretches = []
    for sex in SEXES:
        series = host.series(measure.id, group.code, sex)
        if series:
            lines = tuple(line_of(gap, gap.period, papers, language) for gap in reversed(series))
            picture = _picture(years_chart(host, measure, group, language, sex), papers)
            stretches.append(Years(sex, say(SEX_WORDS[sex], language), picture, lines))
    last = host.newest(measure.id, group.code)
    offered = [g for g in host.groups if host.series(measure.id, g.code)]
    return {
        "place": place, "name": place.name(language), "measure": measure, "title": say(measure.name, language),
        "of": _of(measure, last, language),
        "lead": finding(last, place.in_text(language), language) if last else "", "whom": whom(group, language),
        "groups": [Choice(g.code, whom(g, language), g.code == group.code) for g in offered],
        "has_intervals": any(gap.has_interval for gap in host.gaps if gap.measure is measure),
        "stretches": stretches, "fills": say(measure.fills, language), "query": _query(asked), "asked": asked,
        "forms": tuple(FORMS), "sources": sources_of(papers),
    }  # fmt: skip


@lru_cache(maxsize=8)
def _groupings(language: str) -> list[tuple[str, str]]:
    return sorted(
        ((code, say(one.name, language)) for code, one in all_groupings().items()), key=lambda pair: pair[1]
    )  # fmt: skip


def _members(asked: Asked) -> set[str] | None:
    """The members of the grouping that was chosen; None where none was."""
    if not asked.grouping or "grouping" in asked.faults:
        return None
    today = date.today()  # noqa: DTZ011  the reader's own day
    return {place.iso3 for place in all_groupings()[asked.grouping].members_on(today)}


def beside(asked: Asked) -> dict[str, Gap]:
    """The measure that was chosen, of every place or of a grouping's members."""
    members = _members(asked)
    chosen: Iterable[Host] = (
        host for iso3, host in hosts.all_hosts(queries.the_store()).items() if members is None or iso3 in members
    )
    return hosts.beside(chosen, asked.measure, asked.group, sex=asked.sex, year=asked.year)


def list_page(given: Mapping[str, str], language: str) -> dict[str, Any]:
    """The context of the list: one measure of all hosts in the order of their names, hosts without it below."""
    asked = read(given)
    papers = Papers()
    found = beside(asked)
    members = _members(asked)
    known = hosts.all_hosts(queries.the_store())
    rest = {iso3: one for iso3, one in known.items() if iso3 not in found and (members is None or iso3 in members)}
    lines = [
        (place_of(iso3), line_of(gap, place_of(iso3).name(language), papers, language))
        for iso3, gap in records.by_name(found, language)
    ]
    group = asked.group if asked.measure.has_gap else REFUGEES
    return {
        "asked": asked, "lines": lines, "others": [place_of(iso3) for iso3, _ in records.by_name(rest, language)],
        "title": say(asked.measure.name, language),
        "of": _of(asked.measure, next(iter(found.values()), None), language),
        "whom": whom(group, language), "sex": say(SEX_WORDS[asked.sex], language), "hosts": len(known),
        "measures": _measures(asked, language),
        "groups": [Choice(g.code, whom(g, language), g.code == asked.group.code) for g in GROUPS.values()],
        "sexes": [Choice(sex, say(word, language), sex == asked.sex) for sex, word in SEX_WORDS.items()],
        "groupings": [Choice(code, name, code == asked.grouping) for code, name in _groupings(language)],
        "has_intervals": any(gap.has_interval for gap in found.values()),
        "query": f"measure={asked.measure.id}&sex={asked.sex}&grouping={asked.grouping}{_query(asked)}",
        "forms": tuple(FORMS), "sources": sources_of(papers), "year_typed": given.get("year", ""),
    }  # fmt: skip


def _measures(asked: Asked, language: str) -> list[tuple[str, list[Choice]]]:
    """Measures by area, those of which a table is read."""
    return [
        (
            say(title, language),
            [
                Choice(one.id, say(one.name, language), one.id == asked.measure.id)
                for one in MEASURES.values()
                if one.area == area and one.code
            ],
        )
        for area, title in AREAS.items()
    ]

"""What is known of integration as plain records: the API and the command line write the same.

What is not known is null with what would fill it, never zero. Stands on `hosts` and `wording`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from passerelle.base.places import place_of
from passerelle.evidence.figures import Figure
from passerelle.evidence.integration.gaps import Gap
from passerelle.evidence.integration.hosts import Host
from passerelle.evidence.integration.measures import MEASURES
from passerelle.evidence.integration.wording import notes_of

GAP_COLUMNS = (
    "place", "area", "measure", "group", "compared_with", "sex", "age", "period", "migrants", "others", "unit", "gap",
    "gap_unit", "gap_low", "gap_high", "ratio", "ratio_low", "ratio_high", "low_reliability", "interval_published",
    "source", "vintage", "notes",
)  # fmt: skip


def gap_record(gap: Gap) -> dict[str, Any]:
    """One gap under GAP_COLUMNS."""
    points, ratio = gap.points, gap.ratio
    return {
        "place": gap.migrants.destination, "area": gap.measure.area, "measure": gap.measure.id,
        "group": gap.group.code, "compared_with": gap.group.others or None, "sex": gap.sex, "age": gap.migrants.age,
        "period": gap.period, "migrants": gap.migrants.value, "others": _value(gap.others),
        "unit": gap.migrants.unit, "gap": _value(points), "gap_unit": points.unit if points else None,
        "gap_low": points.low if points else None, "gap_high": points.high if points else None,
        "ratio": _value(ratio), "ratio_low": ratio.low if ratio else None, "ratio_high": ratio.high if ratio else None,
        "low_reliability": gap.is_unsure, "interval_published": gap.has_interval,
        "source": gap.migrants.source, "vintage": gap.migrants.vintage, "notes": notes_of(gap),
    }  # fmt: skip


def _value(figure: Figure | None) -> float | None:
    return None if figure is None else figure.value


def gaps_asked(host: Host, *, measure: str = "", group: str = "", sex: str = "", year: str = "") -> list[Gap]:
    """The gaps of a host under filters, an empty one letting everything through, as they stand in its series."""
    return [
        gap
        for gap in host.gaps
        if measure in ("", gap.measure.id)
        and group in ("", gap.group.code)
        and sex in ("", gap.sex)
        and year in ("", gap.period)
    ]


def host_record(host: Host, gaps: Iterable[Gap]) -> dict[str, Any]:
    """A host whole: some of its gaps, its policies, its own side, and what is not known with what would fill it."""
    known = {gap.measure.id for gap in host.gaps}
    return {
        "place": host.iso3,
        "name": place_of(host.iso3).name(),
        "gaps": [gap_record(gap) for gap in gaps],
        "not_known": [
            {"measure": one.id, "area": one.area, "name": one.name, "filled_by": one.fills}
            for one in MEASURES.values()
            if one.id not in known
        ],
        "policies": [
            {"dimension": score.dimension} | _asked(score.newest)
            | {"earlier": [{"period": one.period, "value": one.value} for one in score.earlier]}
            for score in host.scores()
        ],
        "host_side": [
            {"id": asked.id, "name": asked.name, "asks": asked.asks} | _asked(figure)
            for asked, figure in host.host_side()
        ],
    }  # fmt: skip


def _asked(figure: Figure) -> dict[str, Any]:
    known = figure.is_known
    return {
        "value": figure.value, "period": figure.period or None, "source": figure.source or None,
        "vintage": figure.vintage or None, "filled_by": None if known else figure.note,
    }  # fmt: skip


def host_line(host: Host) -> dict[str, Any]:
    """A host in short: which groups, which years."""
    return {
        "place": host.iso3, "name": place_of(host.iso3).name(), "groups": [group.code for group in host.groups],
        "refugees_naturalised": bool(host.of_refugees), "first": min(host.years), "last": max(host.years),
    }  # fmt: skip


def by_name(found: Mapping[str, Any], language: str = "en") -> list[tuple[str, Any]]:
    """What is found by place, in the order of the places' names: the one order that ranks nobody."""
    return sorted(found.items(), key=lambda pair: place_of(pair[0]).name(language))

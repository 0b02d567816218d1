"""Groupings of places, each membership with its dates.

Regional communities and statuses come from our own table with its sources; UN regions from UN M49. World Bank
income groups change each year and are evidence, not a grouping of this table. Lowest floor.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from passerelle.base.errors import PasserelleError
from passerelle.base.own_files import read_yaml
from passerelle.base.places import Place, all_places, current_places, place_of

# UN M49 codes and names of the regions that places carry (UN Statistics Division, standard M49).
M49_REGIONS = {
    "002": "Africa", "019": "Americas", "142": "Asia", "150": "Europe", "009": "Oceania",
    "015": "Northern Africa", "202": "Sub-Saharan Africa", "419": "Latin America and the Caribbean",
    "021": "Northern America", "143": "Central Asia", "030": "Eastern Asia", "035": "South-eastern Asia",
    "034": "Southern Asia", "145": "Western Asia", "151": "Eastern Europe", "154": "Northern Europe",
    "039": "Southern Europe", "155": "Western Europe", "053": "Australia and New Zealand",
    "054": "Melanesia", "057": "Micronesia", "061": "Polynesia", "014": "Eastern Africa",
    "017": "Middle Africa", "018": "Southern Africa", "011": "Western Africa", "029": "Caribbean",
    "013": "Central America", "005": "South America",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Membership:
    """One stretch of membership: from `since` up to, and not on, `until`."""

    iso3: str
    since: date
    until: date | None

    def holds_on(self, day: date) -> bool:
        """Was the place a member on that day?"""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Grouping:
    """A grouping with all its memberships, past ones included.

    `free_movement` says whether its own rules give the members' nationals a right to move for work or residence;
    what exactly is `rules`' matter. `source` says where the dates were read.
    """

    code: str
    name: str
    kind: str
    free_movement: bool
    source: str
    memberships: tuple[Membership, ...]

    def members_on(self, day: date) -> tuple[Place, ...]:
        """The members on a day, in the order of their codes."""
        return tuple(place_of(iso3) for iso3 in sorted({m.iso3 for m in self.memberships if m.holds_on(day)}))

    def membership_of(self, iso3: str) -> tuple[Membership, ...]:
        """Every stretch of one place's membership, in time."""
        return tuple(sorted((m for m in self.memberships if m.iso3 == iso3), key=lambda m: m.since))


class GroupingUnknown(PasserelleError):
    """No grouping of that code."""

    exit_code = 1
    title = "Grouping not found"


def _stretches(iso3: str, raw: Any) -> Iterable[Membership]:
    if isinstance(raw, date):
        yield Membership(iso3, raw, None)
    elif isinstance(raw[0], date):
        yield Membership(iso3, raw[0], raw[1])
    else:
        for since, until in raw:
            yield Membership(iso3, since, until)


def _regions() -> dict[str, Grouping]:
    """UN regions as groupings; M49 is a convention of today and carries no dates of membership."""
    found = {}
    for code, name in M49_REGIONS.items():
        inside = [
            p.iso3 for p in current_places() if code in (p.region, p.subregion, p.intermediate)
        ]  # fmt: skip
        memberships = tuple(Membership(iso3, date(1, 1, 1), None) for iso3 in inside)
        found[f"UN{code}"] = Grouping(
            f"UN{code}", name, "UN region", False, "UN Statistics Division, M49 standard", memberships
        )
    return found


@cache
def all_groupings() -> dict[str, Grouping]:
    """Every grouping by its code: our own table first, then the UN regions (UN002 is Africa)."""
    raw: dict[str, Any] = read_yaml(files(__package__).joinpath("reference/groupings.yaml"))
    own = {
        code: Grouping(
            code,
            entry["name"],
            entry["kind"],
            entry["free_movement"],
            entry["source"],
            tuple(m for iso3, when in entry["members"].items() for m in _stretches(iso3, when)),
        )
        for code, entry in raw.items()
    }
    return own | _regions()


# Acronyms in other languages, and former ones.
_ALSO = {
    "ACP": "OACPS", "OEACP": "OACPS", "CENSAD": "CEN-SAD", "UE": "EU", "EEE": "EEA", "EER": "EEA", "UA": "AU",
    "CEDEAO": "ECOWAS", "WAEMU": "UEMOA", "CAE": "EAC", "ANSEA": "ASEAN", "CCG": "GCC", "CEI": "CIS", "GOS": "CIS",
    "PMA": "LDC", "PEID": "SIDS", "PEI": "SIDS", "MERCOSUL": "MERCOSUR",
}  # fmt: skip


def named_grouping(code: str) -> Grouping | None:
    """The grouping of a code or of an acronym in another language, whatever the case; None where there is none."""
    return all_groupings().get(_ALSO.get(code.upper(), code.upper()))


def grouping_of(code: str) -> Grouping:
    """The grouping of a code, whatever the case; ACP is OACPS.

    Raises
    ------
    GroupingUnknown : no such grouping; those known are listed.
    """
    found = named_grouping(code)
    if found is None:
        own = ", ".join(g for g in all_groupings() if not g.startswith("UN"))
        raise GroupingUnknown(f'No grouping is known as "{code}". Known are {own}, and UN regions such as UN011.')
    return found


def groupings_of(iso3: str, day: date) -> list[Grouping]:
    """The groupings of which a place is a member on a day."""
    return [g for g in all_groupings().values() if any(m.iso3 == iso3 and m.holds_on(day) for m in g.memberships)]


def shared_groupings(first: str, second: str, day: date) -> list[Grouping]:
    """The groupings of which both places are members on a day, UN regions left out."""
    theirs = {g.code for g in groupings_of(second, day)}
    return [g for g in groupings_of(first, day) if g.code in theirs and g.kind != "UN region"]


def unknown_members() -> list[str]:
    """Codes in the table that are no place; empty when the table is sound."""
    return sorted({m.iso3 for g in all_groupings().values() for m in g.memberships if m.iso3 not in all_places()})

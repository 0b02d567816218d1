"""Places: ISO 3166-1 alpha-3 with UN M49 codes and names in the five languages of the interface.

Holds the places and their codes, today's and former ones. Finding a place by any spelling is `names`;
membership of groupings is `groupings`. Lowest floor.
"""

import json
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from passerelle.base.errors import PlaceUnknown

LANGUAGES = ("en", "nl", "fr", "es", "ar")
Kind = Literal["current", "user-assigned", "former"]

# What stands where a place would, when the publisher names none. SDMX's codes, never shown as places.
WORLD = "W0"
TOTAL = "_T"
OTHER = "_O"
UNKNOWN = "_U"
SEVERAL = "_X"
NO_PLACE = "_Z"
NOT_PLACES = frozenset({WORLD, TOTAL, OTHER, UNKNOWN, SEVERAL, NO_PLACE})

# Codes that publishers use for a place that has another code here, and what must be said of it.
MAPPED_CODES = {
    "ROM": ("ROU", "published under the former code ROM"),
    "ZAR": ("COD", "published under the former code ZAR"),
    "TMP": ("TLS", "published under the former code TMP"),
    "PAL": ("PSE", "published under the code PAL"),
    "KSV": ("XKX", "published under the code KSV"),
    "CHI": ("XCX", "published under the code CHI"),
    "SUD": ("SDN", "Sudan before the independence of South Sudan in 2011"),
    "AFI": ("DJI", "published under the former code AFI"),
    "BUR": ("MMR", "published under the former code BUR"),
    "BYS": ("BLR", "published under the former code BYS"),
    "DHY": ("BEN", "published under the former code DHY"),
    "HVO": ("BFA", "published under the former code HVO"),
    "NHB": ("VUT", "published under the former code NHB"),
    "RHO": ("ZWE", "published under the former code RHO"),
    "VDR": ("VNM", "published under the former code VDR"),
    "YMD": ("YEM", "Democratic Yemen before the union of 1990"),
    # M49 codes of states as they were; the UN gave new ones when their territory changed
    "230": ("ETH", "Ethiopia before the independence of Eritrea in 1993"),
    "280": ("DEU", "the Federal Republic of Germany before the union of 1990"),
    "720": ("YEM", "Democratic Yemen before the union of 1990"),
    "736": ("SDN", "Sudan before the independence of South Sudan in 2011"),
    "886": ("YEM", "the Yemen Arab Republic before the union of 1990"),
}

_THE = (
    "ARE BHS BVT CAF CCK COD COK COM CYM DOM FLK FRO GBR GMB IMN IOT MDV MHL MNP NLD PHL SLB SYC TCA UMI USA VGB VIR "
    "XCX ANT SUN DDR"
)
_DE = "BHS COM CYM COK FLK FRO MDV MHL PHL SYC SLB TCA USA ARE VGB VIR ANT XCX CAF SUN"
_ARTICLES = {
    "en": dict.fromkeys(_THE.split(), "the"),
    "nl": dict.fromkeys(_DE.split(), "de") | {"GBR": "het", "VAT": "", "IMN": "het"},
}


@dataclass(frozen=True, slots=True)
class Place:
    """A country or territory.

    `iso3` is its ISO 3166-1 alpha-3 code; for user-assigned ones (Kosovo XKX, Channel Islands XCX) and
    former ones (SCG, ANT, YUG, SUN, CSK, DDR) the code the field uses. `region`, `subregion` and
    `intermediate` are UN M49 codes, "" where the UN gives none. `until` is the first day on which a
    former place no longer was.
    """

    iso3: str
    iso2: str | None
    m49: str
    kind: Kind
    since: date | None
    until: date | None
    successors: tuple[str, ...]
    region: str
    subregion: str
    intermediate: str
    names: dict[str, str] = field(hash=False, compare=False, repr=False)
    also: tuple[str, ...] = field(hash=False, compare=False, repr=False)

    def name(self, language: str = "en") -> str:
        """The usual short name in one of the five languages; English for any other language."""
        return self.names.get(language[:2], self.names["en"])

    def in_text(self, language: str = "en") -> str:
        """The name inside a sentence: with its article where English or Dutch wants one.

        French, Spanish and Arabic put places after prepositions that contract or agree; sentences in those
        languages are built so that the bare name stands right.
        """
        article = _ARTICLES.get(language[:2], {}).get(self.iso3, "")
        return f"{article} {self.name(language)}" if article else self.name(language)

    def __str__(self) -> str:
        return self.name()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def all_places() -> dict[str, Place]:
    """Every place by alpha-3 code, in the order of the codes, former ones included."""
    raw = json.loads(files(__package__).joinpath("reference/places.json").read_text("utf-8"))
    return {
        row["iso3"]: Place(
            iso3=row["iso3"],
            iso2=row["iso2"],
            m49=row["m49"],
            kind=row["kind"],
            since=_day(row["since"]),
            until=_day(row["until"]),
            successors=tuple(row["successors"]),
            region=row["region"],
            subregion=row["subregion"],
            intermediate=row["intermediate"],
            names=row["names"],
            also=tuple(row["also"]),
        )
        for row in raw
    }


@cache
def current_places() -> tuple[Place, ...]:
    """Today's places, in the order of their codes."""
    return tuple(place for place in all_places().values() if place.kind != "former")


@cache
def _by_other_code() -> dict[str, str]:
    codes: dict[str, str] = {}
    for place in all_places().values():
        if place.iso2:
            codes.setdefault(place.iso2, place.iso3)
        codes.setdefault(place.m49, place.iso3)
    return codes


def place_of(iso3: str) -> Place:
    """The place of an alpha-3 code.

    Raises
    ------
    PlaceUnknown : the code is none of ours. Use `names.find_place` for what a person typed.
    """
    try:
        return all_places()[iso3]
    except KeyError:
        raise PlaceUnknown(iso3) from None


def _plain_code(code: str | int) -> str:
    text = str(code).strip().upper()
    return text.zfill(3) if text.isdigit() else text


def mapping_of(code: str | int) -> str:
    """What must be said where a former or publisher's code stands for a place of today; "" for any other."""
    return MAPPED_CODES.get(_plain_code(code), ("", ""))[1]


def place_of_code(code: str | int) -> Place | None:
    """The place of an alpha-2, alpha-3 or M49 code, or of a mapped code (`mapping_of`); None when unknown.

    M49 codes may come as numbers or without leading zeros. "NA" is Namibia.
    """
    text = _plain_code(code)
    if text in MAPPED_CODES:
        text = MAPPED_CODES[text][0]
    found = all_places().get(text)
    if found is not None:
        return found
    other = _by_other_code().get(text)
    return all_places()[other] if other else None

"""Eurostat's codes and labels brought to ours: places, citizens, ages, sexes, units, reasons.

A file has codes or labels; either is read. Stands on `base`.
"""

import re
from typing import Final

from passerelle.base.names import resolve_name
from passerelle.base.places import OTHER, SEVERAL, TOTAL, UNKNOWN, place_of_code
from passerelle.evidence.readers._placing import slug

_GEO = {"EL": "GRC", "UK": "GBR", "XK": "XKX"}
_GROUPING = re.compile(
    r"^(?:EU\d*|EU\d+_\d{4}|EA\d*|EA\d+_\d{4}|EFTA|EEA\d*.*|NEU\d+.*|EXT_EU.*|NEFTA.*|G7|G20)$"
    r"|^(?:European Union|Euro area|European Economic Area|European Free Trade|Extra-EU|Non-EU)"
)
SEX: Final = {
    "T": TOTAL, "F": "F", "M": "M", "UNK": UNKNOWN,
    "Total": TOTAL, "Females": "F", "Males": "M", "Unknown": UNKNOWN,
}  # fmt: skip
UNIT: Final = {
    "PC": "PC", "PER": "PS", "NR": "PS", "THS_PER": "THS_PS", "THS": "THS_PS", "EUR": "EUR", "PPS": "PPS",
    "Percentage": "PC", "Person": "PS", "Number": "PS", "Thousand persons": "THS_PS", "Thousand": "THS_PS",
    "Euro": "EUR", "Purchasing power standard (PPS)": "PPS",
}  # fmt: skip
_CITIZENS = {
    "TOTAL": "TOTAL",
    "NAT": "NAT",
    "FOR": "FOR",
    "FOR_STLS": "FOR_STLS",
    "STLS": "STATELESS",
    "NRP": "NO_RESPONSE",
    "EU27_2020_FOR": "EU27",
    "NEU27_2020_FOR": "NEU27",
    "EU28_FOR": "EU28",
    "NEU28_FOR": "NEU28",
    "EFTA_FOR": "EFTA",
    "NEU27_2020_NEFTA": "NEU27_NEFTA",
    "Total": "TOTAL",
    "Reporting country": "NAT",
    "Foreign country": "FOR",
    "Foreign country and stateless": "FOR_STLS",
    "Stateless": "STATELESS",
    "No response": "NO_RESPONSE",
    "EU27 countries (from 2020) except reporting country": "EU27",
    "Non-EU27 countries (from 2020) nor reporting country": "NEU27",
    "EU28 countries (2013-2020) except reporting country": "EU28",
    "Non-EU28 countries (2013-2020) nor reporting country": "NEU28",
    "European Free Trade Association except reporting country": "EFTA",
    "Non-EU27 countries (from 2020) nor EFTA countries": "NEU27_NEFTA",
}
_BIRTHS = frozenset({"TOTAL", "NAT", "FOR", "EU27", "NEU27", "NO_RESPONSE"})
_REASONS = {
    "TOTAL": "TOTAL",
    "EMP": "WORK",
    "FAM": "FAMILY",
    "EDUC": "EDUCATION",
    "OTH": "OTHER",
    "Total": "TOTAL",
    "Employment reasons": "WORK",
    "Family reasons": "FAMILY",
    "Education reasons": "EDUCATION",
    "Other reason": "OTHER",
    "Other reasons": "OTHER",
    "Refugee status": "REFUGEE",
    "Subsidiary protection status": "SUBSIDIARY",
}
_ORIGINS = {
    "TOTAL": (TOTAL, ""),
    "Total": (TOTAL, ""),
    "STLS": (SEVERAL, "stateless"),
    "Stateless": (SEVERAL, "stateless"),
    "UNK": (UNKNOWN, ""),
    "Unknown": (UNKNOWN, ""),
    "OTH": (OTHER, ""),
    "RNC": (OTHER, "recognised non-citizens"),
    "Recognised non-citizens": (OTHER, "recognised non-citizens"),
}
_ACTIVITIES = (
    ("A_S", re.compile(r"^Agriculture, forestry and fishing; industry, construction and services", re.IGNORECASE)),
    ("B_S", re.compile(r"^Industry, construction and services\b", re.IGNORECASE)),
)
_AGES = (
    (re.compile(r"^(?:TOTAL|Total)$"), "_T"),
    (re.compile(r"^(?:Y|From )(\d+)(?:-| to )(\d+)(?: years)?$"), r"Y\1T\2"),
    (re.compile(r"^Y_GE(\d+)$|^(\d+) years or over$"), r"Y_GE\1\2"),
    (re.compile(r"^Y_LT(\d+)$|^Less than (\d+) years$"), r"Y_LT\1\2"),
)


def is_grouping(text: str) -> bool:
    """Is this a sum of countries, such as the EU or the euro area?"""
    return bool(_GROUPING.match(text.strip()))


def place_of_geo(text: str) -> str | None:
    """The alpha-3 code of a reporting country's code or label; EL is Greece, UK the United Kingdom."""
    if text in _GEO:
        return _GEO[text]
    if is_grouping(text):
        return None
    place = place_of_code(text) if re.fullmatch(r"[A-Z]{2,3}", text) else resolve_name(text)
    return place.iso3 if place else None


def origin_of(text: str) -> tuple[str, str] | None:
    """The origin that a code or label of citizenship names, and what to say; None for groupings."""
    if text in _ORIGINS:
        return _ORIGINS[text]
    iso3 = place_of_geo(text)
    return (iso3, "") if iso3 else None


def citizen_group(text: str) -> str | None:
    """CITIZEN_FOR and the like: the group of citizens that a code or label names."""
    code = _CITIZENS.get(text)
    return f"CITIZEN_{code}" if code else None


def birth_group(text: str) -> str | None:
    """BORN_FOR and the like: the group of countries of birth that a code or label names."""
    code = _CITIZENS.get(text)
    return f"BORN_{code}" if code in _BIRTHS else None


def reason_of(text: str) -> str:
    """REASON_WORK and the like: the reason of a permit."""
    return f"REASON_{_REASONS.get(text, slug(text))}"


def activity_of(text: str) -> str:
    """A_S, B_S, C and the like: the economic activities that a code or label of NACE names.

    >>> activity_of("B-S")
    'B_S'
    """
    return next((code for code, form in _ACTIVITIES if form.match(text)), slug(text))


def age_of(text: str) -> str | None:
    """SDMX's code of an age group; None where it is no group that is known."""
    for form, code in _AGES:
        if form.match(text):
            return form.sub(code, text)
    return None

"""Finding a place by what a person or a publisher wrote.

Codes, names in the five languages, former names and publishers' spellings. Never a silent guess: an
unsure spelling gets suggestions, a territory that was divided its successors. Lowest floor.
"""

import re
import unicodedata
from functools import cache
from importlib.resources import files

from passerelle.base.errors import PlaceUnknown
from passerelle.base.groupings import Grouping, all_groupings, named_grouping
from passerelle.base.own_files import read_yaml
from passerelle.base.places import LANGUAGES, Place, all_places, place_of, place_of_code
from passerelle.base.words import say

_DROPPED = re.compile(r"\((?:\d{1,2}|[a-z])\)|\[[^\]]*\]")
_NOISE = re.compile(r"[^\w]+", re.UNICODE)
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": ""})
_LITTLE = {"the", "of", "and", "de", "la", "le", "les", "el", "los", "las", "van", "het", "en", "et", "y",
           "du", "des", "del", "republic", "republique", "republica", "st"}  # fmt: skip


def fold(text: str) -> str:
    """Bring spellings together: case, accents, apostrophes, hyphens, Arabic letter forms.

    >>> fold("Côte d’Ivoire") == fold("COTE D'IVOIRE")
    True
    """
    # twice: what compatibility letters come apart into may be capitals
    flat = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    flat = "".join(letter for letter in flat if not unicodedata.combining(letter))
    flat = flat.replace("ø", "o").replace("ł", "l").replace("ı", "i").replace("&", " and ")
    flat = _NOISE.sub(" ", flat.translate(_ARABIC))
    return re.sub(r"^st ", "saint ", flat.strip())


@cache
def _spellings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = read_yaml(files(__package__).joinpath("reference/spellings.yaml"))
    return found


@cache
def _exact() -> dict[str, str]:
    """Folded spelling → alpha-3. Today's places come first, so that a shared name means today's."""
    index: dict[str, str] = {}
    places = sorted(all_places().values(), key=lambda place: place.kind == "former")
    for place in places:
        for spelling in place.names.values():
            index.setdefault(fold(spelling), place.iso3)
    for place in places:
        for spelling in place.also:
            index.setdefault(fold(spelling), place.iso3)
    for iso3, spellings in _spellings().items():
        for spelling in spellings:
            index.setdefault(fold(spelling), iso3)
    return index


@cache
def _divided() -> dict[str, list[str]]:
    """Folded name of a former territory → the places that it became."""
    raw: dict[str, list[str]] = read_yaml(files(__package__).joinpath("reference/divided.yaml"))
    return {fold(name): successors for name, successors in raw.items()}


@cache
def _grouping_names() -> dict[str, str]:
    """Folded name of a grouping, in any of the five languages → its code."""
    return {fold(say(g.name, language)): g.code for g in all_groupings().values() for language in LANGUAGES}


def _grouping(text: str) -> Grouping | None:
    """The grouping of that code or name."""
    return named_grouping(text) or named_grouping(_grouping_names().get(fold(text), ""))


def resolve_name(text: str) -> Place | None:
    """The one place of that name, by exact spelling after folding; None otherwise.

    For readers of publishers' files: footnote marks such as (a), [1] or * are passed over.
    """
    index = _exact()
    found = index.get(fold(text)) or index.get(fold(_DROPPED.sub(" ", text).rstrip("*¹²³⁴⁵⁶⁷⁸⁹ ")))
    return place_of(found) if found else None


def suggest(text: str, most: int = 5) -> list[Place]:
    """Places whose names look like the text, best first."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  only an unsure spelling pays for this import

    sought = fold(text)
    if not sought:
        return []
    scored: dict[str, float] = {}
    index = _exact()
    # a part of a name ("Korea") before a likeness ("Koera")
    words = set(sought.split())
    for spelling, iso3 in index.items():
        if words <= set(spelling.split()) - _LITTLE:
            scored[iso3] = max(scored.get(iso3, 0), 95.0)
    for spelling, score, _ in process.extract(
        sought, list(index), scorer=fuzz.WRatio if len(sought) > 12 else fuzz.ratio, limit=25, score_cutoff=62
    ):
        iso3 = index[spelling]
        scored[iso3] = max(scored.get(iso3, 0), score)
    ranked = sorted(scored.items(), key=lambda pair: (-pair[1], pair[0]))
    return [place_of(iso3) for iso3, _ in ranked[:most]]


def find_place(text: str) -> Place:
    """The place that a person means: alpha-2, alpha-3 or M49 code, or a usual or former name or spelling
    in any of the five languages.

    Raises
    ------
    PlaceUnknown : no such place, an unsure spelling, a territory that became several places, or a grouping;
        `suggestions` has alpha-3 codes, best first.
    """
    if len(text) > 200:
        raise PlaceUnknown(text[:40] + "…")
    cleaned = text.strip()
    if re.fullmatch(r"[A-Za-z]{2,3}|\d{1,3}", cleaned):
        place = place_of_code(cleaned)
        if place is not None:
            return place
    named = resolve_name(cleaned)
    if named is not None:
        return named
    raise _unknown(cleaned)


def _unknown(text: str) -> PlaceUnknown:
    """Why a text is no place, and what it may have meant."""
    if successors := _divided().get(fold(text)):
        listed = ", ".join(f"{place_of(iso3).name()} ({iso3})" for iso3 in successors)
        return PlaceUnknown(text, successors, f'"{text}" became several places: {listed}. Name the one you mean.')
    if grouping := _grouping(text):
        kind = "a UN region" if grouping.kind == "UN region" else "a grouping"
        other = ", ".join(said for said in (grouping.name, grouping.code) if fold(said) != fold(text))
        message = f'"{text}" is {kind} ({other}) and no place. Name one of its members.'
        return PlaceUnknown(text, [], message)
    near = suggest(text)
    listed = ", ".join(f"{place.name()} ({place.iso3})" for place in near)
    message = f'No place is known as "{text}".' + (f" Did you mean {listed}?" if near else "")
    return PlaceUnknown(text, [place.iso3 for place in near], message)

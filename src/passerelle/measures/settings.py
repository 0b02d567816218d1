"""Settings as a person writes them: `target_price=3`, `target_price=3%`, `employed_away=0.5:0.6:0.7`.

A unit that is not the parameter's is refused, never converted in silence. Stands on `templates`.
"""

import re
from collections.abc import Iterable, Sequence

from passerelle.base.errors import SettingRefused
from passerelle.measures.simulation.assumptions import defaults
from passerelle.measures.simulation.inputs import UNITS_OF_NEEDED
from passerelle.measures.templates import Template

Triple = tuple[float, float, float]
# Thousands may be grouped by threes; 3,5 is no number here, since it could be read as 35.
_NUMBER = re.compile(
    r"^\s*(?P<number>[+-]?(?:\d{1,3}(?:[_, ]\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(?P<unit>[^\d\s,_].*)?$"
)
_SHARE = "1"
# Other ways to write a unit.
_SPELLINGS = {
    "people": "persons", "person": "persons", "persons/year": "persons a year", "persons a year": "persons a year",
    "year": "years", "month": "months", "day": "days", "usd": "intl USD", "$": "intl USD", "percent": "%",
    "per cent": "%", "pp": "percentage points",
}  # fmt: skip


def read_settings(written: Iterable[str], templates: Sequence[Template]) -> dict[str, Triple]:
    """Settings by name: lowest, likeliest and highest value, in the template's unit or, of the corridor's, the model's.

    Raises
    ------
    SettingRefused : no "=", no number, another unit, a name that nothing has, twice the same.
    """
    found: dict[str, Triple] = {}
    for text in written:
        name, equals, value = text.partition("=")
        name = name.strip()
        if not equals or not name or not value.strip():
            raise SettingRefused(f'"{text}" is no setting; write NAME=VALUE, such as target_price=3.')
        if name in found:
            raise SettingRefused(f'"{name}" is set twice; set it once.')
        found[name] = _triple(name, value, _unit_of(name, templates))
    return found


def _unit_of(name: str, templates: Sequence[Template]) -> str:
    for template in templates:
        bare = name.removeprefix(f"{template.code}.")
        for parameter in template.parameters:
            if parameter.name == bare:
                return parameter.unit
    if name in defaults():
        return defaults()[name].unit
    if name in UNITS_OF_NEEDED:
        return UNITS_OF_NEEDED[name][0]
    known = [p.name for template in templates for p in template.parameters]
    import difflib  # noqa: PLC0415  only where somebody mistyped

    near = difflib.get_close_matches(name, [*known, *defaults(), *UNITS_OF_NEEDED], n=3, cutoff=0.6)
    hint = (
        f" Did you mean {', '.join(near)}?"
        if near
        else (
            f" The measure has {', '.join(known) or 'no parameters'}; "
            f"of the corridor can be given {', '.join(sorted(UNITS_OF_NEEDED))}."
        )
    )
    raise SettingRefused(f'Nothing is called "{name}".{hint}')


def _triple(name: str, value: str, unit: str) -> Triple:
    parts = value.split(":")
    if len(parts) not in (1, 3):
        raise SettingRefused(f'"{name}={value}": give one value, or lowest:likeliest:highest.')
    numbers = [_number(name, part, unit) for part in parts]
    low, likeliest, high = numbers if len(numbers) == 3 else numbers * 3
    if not low <= likeliest <= high:
        raise SettingRefused(f'"{name}={value}": the three values are to rise, lowest:likeliest:highest.')
    return low, likeliest, high


def _number(name: str, text: str, unit: str) -> float:
    match = _NUMBER.match(text)
    try:
        number = float((match["number"] if match else "").replace(",", "").replace("_", "").replace(" ", ""))
    except ValueError:
        hint = " Decimals stand after a point." if "," in text else ""
        raise SettingRefused(f'"{name}" wants a number of {_said(unit)}, not "{text.strip()}".{hint}') from None
    written = (match["unit"] or "").strip() if match else ""
    given = _SPELLINGS.get(written.lower(), written)
    if not given or given.lower() == unit.lower():
        return number
    if given == "%" and (unit == _SHARE or unit.startswith("of ") or unit == "a year"):
        return number / 100
    raise SettingRefused(f'"{name}" is in {_said(unit)}, not in {written}.')


def _said(unit: str) -> str:
    return "a share (0.05, or 5%)" if unit == _SHARE else unit

"""Ages in words: SDMX's code of an age band as a person reads it, in five languages.

Figures carry the band in `age`; whoever shows several bands of one indicator writes it. Stands on `base.words`.
"""

import re

from passerelle.base.words import mark, say

_FORMS = (
    (re.compile(r"^Y(?P<first>\d+)T(?P<last>\d+)$"), mark("{first} to {last} years")),
    (re.compile(r"^Y_GE(?P<first>\d+)$"), mark("{first} years and over")),
    (re.compile(r"^Y_LT(?P<last>\d+)$"), mark("under {last} years")),
    (re.compile(r"^Y(?P<first>\d+)$"), mark("{first} years")),
)


def age_text(age: str, language: str = "en") -> str:
    """The band in words; "" for all ages.

    >>> age_text("Y5T9"), age_text("Y_GE100"), age_text("_T")
    ('5 to 9 years', '100 years and over', '')
    """
    for pattern, form in _FORMS:
        if found := pattern.match(age):
            return say(form, language).format(**found.groupdict())
    return "" if age in ("_T", "_Z", "") else age


def first_age(age: str) -> int:
    """The lowest age of a band, by which bands are put in order; all ages come first."""
    found = re.search(r"\d+", age)
    return int(found[0]) if found and not age.startswith("Y_LT") else -1

"""The ages and sexes of projections: 21 five-year groups to 100+, and the codes under which the evidence keeps them.

Stands on `base`.
"""

import re

from passerelle.base.errors import ModelError

SEXES = ("F", "M")
STEP = 5  # years of a group and of a period
OLDEST = 100
FIRSTS = tuple(range(0, OLDEST + 1, STEP))
GROUPS = len(FIRSTS)
AGE_CODES = (*(f"Y{first}T{first + STEP - 1}" for first in FIRSTS[:-1]), f"Y_GE{OLDEST}")
DEATH_CODES = ("Y0", "Y1T4", *AGE_CODES[1:])  # death rates know infants apart
FERTILE = slice(3, 10)  # 15 to 49
FERTILE_CODES = AGE_CODES[FERTILE]
# Ages by which dependants are counted: under 15, 15 to 64, 65 and over.
YOUNG, WORKING, OLD = slice(0, 3), slice(3, 13), slice(13, GROUPS)

_SPAN = re.compile(r"Y?(\d{1,3})\s*(?:T|-|–|to)\s*(\d{1,3})", re.IGNORECASE)
_OPEN = re.compile(r"(?:Y_GE|Y)?(\d{1,3})\s*(\+?)", re.IGNORECASE)


def age_label(code: str) -> str:
    """The words of a group: 15–19, 100+."""
    if code.startswith("Y_GE"):
        return f"{code[4:]}+"
    return code[1:].replace("T", "–")


def groups_of(text: str) -> slice:
    """The groups that an age covers: "15-19", "Y15T24", "65+", "Y_GE65"; "" and "_T" are all of them.

    Raises
    ------
    ModelError : the age cannot be read, or begins or ends inside a five-year group.
    """
    bare = text.strip()
    if bare in ("", "_T"):
        return slice(0, GROUPS)
    span, single = _SPAN.fullmatch(bare), _OPEN.fullmatch(bare)
    if span:
        first, after = int(span[1]), int(span[2]) + 1
    elif single and (single[2] or bare.upper().startswith("Y_GE")):
        first, after = int(single[1]), OLDEST + STEP
    else:
        raise ModelError(f'"{text}" is not an age. Write five-year groups such as 15-19, wider ones, or 65+.')
    if first % STEP or after % STEP or not first < after <= OLDEST + STEP:
        raise ModelError(f'The age "{text}" cuts a five-year group in two. Write 15-19, 15-24 or 65+, say.')
    return slice(first // STEP, after // STEP)

"""Labour forces: those of working age times their participation, where participation is known.

No rate is ever assumed: a place without rates has a population of working age and a labour force that is not known
(NaN). Stands on `ages`, `structure` and the evidence's reader of tables.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from passerelle.base.errors import ModelError, SourceUnreadable
from passerelle.demography.cohorts.ages import AGE_CODES, GROUPS, SEXES, groups_of
from passerelle.demography.fitting import Array
from passerelle.evidence.reading import numbers, read_csv
from passerelle.evidence.store import Store

ADULT = slice(3, GROUPS)  # 15 and over, whom labour force surveys ask
CODE = "participation_rate"


@dataclass(frozen=True)
class Participation:
    """Shares in the labour force: (2, n, 21) from 0 to 1, zero under 15 unless given, NaN where not known.

    told : by place, how its rates are known: "by age", "15+" (one rate for all ages over 15, so that ageing does not
    change it), or "not known".
    """

    places: tuple[str, ...]
    rates: Array
    told: tuple[str, ...]


def read_participation(path: Path, places: Sequence[str]) -> Participation:
    """Participation from a user's table: CSV `place,sex,age,rate`, per cent; sex F or M, ages 15-19, 15-24, 65+ ….

    Places that the table lacks are not known. A place that it has must have every age from 15 on for both sexes.

    Raises
    ------
    SourceUnreadable, RowRefused : no such table, an age or a sex that cannot be read, an age given twice, a rate
        outside 0 to 100, a place known for some ages only; row and column are named.
    """
    table = numbers(read_csv(path, ["place", "sex", "age", "rate"]), ["rate"], file=path, lowest=0)
    rates = np.full((len(SEXES), len(places), GROUPS), np.nan)
    for row, (place, sex, age, rate) in enumerate(table.select("place", "sex", "age", "rate").rows(), start=2):
        if place not in places or rate is None:
            continue
        if sex not in SEXES:
            raise SourceUnreadable(f'"{sex}" is not a sex; write F or M.', file=path, row=row, column="sex")
        if rate > 100:
            raise SourceUnreadable(f"{rate:g} is no per cent of a group.", file=path, row=row, column="rate")
        try:
            ages = groups_of(age or "")
        except ModelError as problem:
            raise SourceUnreadable(str(problem), file=path, row=row, column="age") from problem
        cells = rates[SEXES.index(sex), list(places).index(place), ages]
        if not np.isnan(cells).all():
            raise SourceUnreadable(f"{place} has {age} for sex {sex} twice.", file=path, row=row, column="age")
        cells[:] = rate / 100
    return _finished(places, rates, str(path.name))


def known_participation(store: Store, places: Sequence[str]) -> Participation:
    """What the evidence knows: the newest rate of those aged 15 and over by sex, where a source holds one.

    The reference evidence that ships has none; ILOSTAT's files, compiled into a folder of your own, are read.
    """
    rates = np.full((len(SEXES), len(places), GROUPS), np.nan)
    if not any(held.indicator == CODE for held in store.holdings):
        return Participation(tuple(places), rates, ("not known",) * len(places))
    for at, place in enumerate(places):
        newest: dict[str, tuple[str, float]] = {}
        for row in store.of_place(place, [CODE]):
            if row.sex in SEXES and row.age == "Y_GE15":
                newest[row.sex] = max(newest.get(row.sex, ("", 0.0)), (row.period, row.value))
        if len(newest) == len(SEXES):
            for s, sex in enumerate(SEXES):
                rates[s, at, ADULT] = newest[sex][1] / 100
    return _finished(places, rates, "the evidence")


def _finished(places: Sequence[str], rates: Array, where: str) -> Participation:
    told = []
    for at, place in enumerate(places):
        adults = rates[:, at, ADULT]
        if np.isnan(adults).all():
            told.append("not known")
            continue
        if np.isnan(adults).any():
            s, g = np.argwhere(np.isnan(adults))[0]
            raise ModelError(
                f"{place}: {where} has participation of some ages and none of {AGE_CODES[g + ADULT.start]}, sex "
                f"{SEXES[s]}. Give every age from 15 on for both sexes (65+ may be one), or leave {place} out."
            )
        young = rates[:, at, : ADULT.start]
        young[np.isnan(young)] = 0
        told.append("15+" if (adults == adults[:, :1]).all() else "by age")
    return Participation(tuple(places), rates, tuple(told))


def labour_force(population: Array, participation: Participation) -> Array:
    """Persons in the labour force, (…, n); NaN where participation is not known. Rates stay as they are given."""
    found: Array = (population * participation.rates).sum((-3, -1))
    return found


def not_known(participation: Participation) -> list[str]:
    """The places whose labour force is not known."""
    return _where(participation, "not known")


def of_one_rate(participation: Participation) -> list[str]:
    """The places whose participation is one rate for all ages from 15 on."""
    return _where(participation, "15+")


def _where(participation: Participation, told: str) -> list[str]:
    pairs: Iterable[tuple[str, str]] = zip(participation.places, participation.told, strict=True)
    return [place for place, how in pairs if how == told]

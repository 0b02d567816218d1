"""WHO's safeguards for health workers: does a place meet the criteria of a version, and how far is it from each.

The criteria of 2020 and 2023 are never mixed. Meeting them discourages active recruitment without safeguards; it
forbids nobody to move. Stands on `evidence`.
"""

from dataclasses import dataclass
from typing import Any, Literal

from passerelle.base.errors import PasserelleError
from passerelle.base.places import place_of
from passerelle.base.words import mark, say
from passerelle.evidence.corridors import is_old, known_place
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.skills import SAFEGUARDS
from passerelle.evidence.store import Store

Standing = Literal["meets", "does_not_meet", "unknown"]
SAID: dict[str, str] = {
    "meets": mark(
        "{place} meets both criteria of {version}: WHO discourages active recruitment of its health workers without "
        "safeguards. Nobody is forbidden to move."
    ),
    "does_not_meet": mark(
        "{place} does not meet both criteria of {version}; WHO’s code of practice applies all the same."
    ),
    "unknown": mark(
        "Whether {place} meets the criteria of {version} is not known; until it is, recruit as if it did: with "
        "safeguards."
    ),
}
CRITERIA: dict[str, str] = {
    "density": mark("physicians, nurses and midwives for every 10,000 inhabitants"),
    "uhc_index": mark("UHC service coverage index"),
}


class CriteriaUnknown(PasserelleError):
    """No such version of the criteria."""

    title = "Version of the criteria not known"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: the newest figure, the threshold below which it is met, whether the figure is too old to say."""

    code: str
    threshold: float
    figure: Figure
    is_old: bool

    @property
    def distance(self) -> float | None:
        """The figure less the threshold, in the figure's unit; below zero where the criterion is met."""
        return None if self.figure.value is None else self.figure.value - self.threshold

    @property
    def is_met(self) -> bool | None:
        """Is the figure below the threshold? None where it is not known or too old."""
        return None if self.distance is None or self.is_old else self.distance < 0

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """As plain values, the figure with its papers."""
        return {
            "criterion": self.code,
            "title": say(CRITERIA[self.code], language),
            "threshold": self.threshold,
            "distance": self.distance,
            "met": self.is_met,
            "old": self.is_old,
            "figure": self.figure.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class WhoGate:
    """Where a place stands under one version of the criteria."""

    iso3: str
    criteria_version: str
    criteria: tuple[Criterion, ...]

    @property
    def standing(self) -> Standing:
        """Both met, one not met, or unknown: one criterion that is not met settles it, whatever the other."""
        met = [criterion.is_met for criterion in self.criteria]
        if False in met:
            return "does_not_meet"
        return "unknown" if None in met else "meets"

    @property
    def needs_safeguards(self) -> bool:
        """Must a health measure bring safeguards? So it must where the standing is not known."""
        return self.standing != "does_not_meet"

    def sentence(self, language: str = "en") -> str:
        """The standing in words: never a ban."""
        form = say(SAID[self.standing], language)
        place = place_of(self.iso3)
        said = form.format(place=place.in_text(language), version=self.criteria_version)
        return said[:1].upper() + said[1:]

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """As plain values, with the sentence in a language."""
        return {
            "place": self.iso3,
            "criteria_version": self.criteria_version,
            "standing": self.standing,
            "needs_safeguards": self.needs_safeguards,
            "sentence": self.sentence(language),
            "criteria": [criterion.as_dict(language) for criterion in self.criteria],
        }


def who_gate(store: Store, iso3: str, *, criteria_version: str, year: int) -> WhoGate:
    """Where the place of origin of health workers stands under one version of WHO's criteria.

    Parameters
    ----------
    criteria_version : "2020" or "2023"; there is no default, so that nobody mixes them unawares.
    year : the year of today, by which a figure is too old to say anything.

    Raises
    ------
    CriteriaUnknown : another version.

    Source: WHO, health workforce support and safeguards list; Q&A of 4 April 2024.
    """
    if criteria_version not in SAFEGUARDS:
        raise CriteriaUnknown(
            f'There are no criteria of "{criteria_version}"; WHO has those of {" and ".join(SAFEGUARDS)}.'
        )
    density, index = SAFEGUARDS[criteria_version]
    known = known_place(store, iso3, ["health_workers", "uhc_index"])
    criteria = tuple(
        Criterion(code, threshold, figure, is_old(figure, year))
        for code, threshold, figure in (
            ("density", density, known.latest("health_workers")),
            ("uhc_index", index, known.latest("uhc_index")),
        )
    )
    return WhoGate(iso3, criteria_version, criteria)

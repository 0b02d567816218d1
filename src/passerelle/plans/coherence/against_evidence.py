"""What the evidence says is large for a country while its paper does not name it, and which figures lack to say so.

A figure older than its maximum age makes no gap; it is told as last known. Stands on `judging` and `evidence`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from passerelle.base.own_files import read_yaml
from passerelle.base.words import mark, say
from passerelle.evidence.corridors import KnownPlace, is_old, known_place
from passerelle.evidence.figures import Figure
from passerelle.evidence.store import Store
from passerelle.evidence.wording import name_text, note_text, period_text, publishers_text, value_text
from passerelle.plans.coherence.checklist import Item, all_items
from passerelle.plans.coherence.judging import Answer, judge
from passerelle.plans.coherence.papers import Paper
from passerelle.plans.coherence.refusals import PaperError

_GAP = mark("{says} {name}: {value}, {when} ({source}).")
_LACKS = mark("{name} is not known: {note}.")


@dataclass(frozen=True, slots=True)
class Large:
    """When a topic is large: its indicator above or below a value, what that says, and where the value comes from."""

    topic: str
    indicator: str
    above: float | None
    below: float | None
    says: str
    reason: str

    def holds_for(self, value: float) -> bool:
        """Is the value beyond the threshold?"""
        if self.above is not None:
            return value > self.above
        return self.below is not None and value < self.below


@dataclass(frozen=True, slots=True)
class Gap:
    """A topic that is large by its newest figure, and that the paper names nowhere."""

    large: Large
    figure: Figure

    @property
    def topic(self) -> Item:
        """The item of the checklist."""
        return all_items()[self.large.topic]

    def text(self, year: int, language: str = "en") -> str:
        """What is large, with the figure, its period and its publisher; "last known" where it is old in `year`."""
        return say(_GAP, language).format(
            says=say(self.large.says, language),
            name=name_text(self.large.indicator, language),
            value=value_text(self.figure, language),
            when=period_text(self.figure, year, language),
            source=publishers_text(self.figure.source, self.figure.vintage),
        )


@dataclass(frozen=True, slots=True)
class Lack:
    """A figure without which it cannot be said whether topics that the paper does not name are large."""

    indicator: str
    figure: Figure
    topics: tuple[str, ...]

    def text(self, language: str = "en") -> str:
        """Which figure lacks, and why."""
        note = note_text(self.figure, language).rstrip(".")
        return say(_LACKS, language).format(name=name_text(self.indicator, language), note=note)


@dataclass(frozen=True, slots=True)
class Beside:
    """A paper beside the evidence on one country, as of a year.

    `gaps` by figures that are new enough; `last_known` would be gaps, were their figures not too old; `lacking` are
    figures that are not known. All three are of topics only that the paper names nowhere.
    """

    iso3: str
    year: int
    gaps: tuple[Gap, ...]
    last_known: tuple[Gap, ...]
    lacking: tuple[Lack, ...]

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """As plain values, with sentences in a language."""

        def told(gaps: Iterable[Gap]) -> list[dict[str, Any]]:
            return [
                {"item": gap.large.topic, "indicator": gap.large.indicator, "text": gap.text(self.year, language),
                 "threshold": say(gap.large.reason, language), "figure": gap.figure.as_dict()}
                for gap in gaps
            ]  # fmt: skip

        return {
            "place": self.iso3,
            "year": self.year,
            "gaps": told(self.gaps),
            "last_known": told(self.last_known),
            "lacking": [{"indicator": lack.indicator, "text": lack.text(language)} for lack in self.lacking],
        }


@cache
def all_large() -> tuple[Large, ...]:
    """Every threshold, in the order of its file."""
    raw: list[dict[str, Any]] = read_yaml(files(__package__).joinpath("large.yaml"))
    return tuple(
        Large(one["topic"], one["indicator"], one.get("above"), one.get("below"), one["says"], one["reason"])
        for one in raw
    )


def figure_names() -> list[str]:
    """The indicators that are asked for."""
    return sorted({large.indicator for large in all_large()})


def against_evidence(paper: Paper, store: Store, year: int, *, iso3: str = "") -> Beside:
    """What the newest figures say is large for a paper's country while the paper names it nowhere.

    Parameters
    ----------
    year : the year of today, by which a figure is too old.
    iso3 : the country; the paper's own where it is left out. Of a grouping's paper one asks country by country.

    Raises
    ------
    PaperError : the paper is about no single country, and none is given.
    """
    place = iso3 or paper.iso3
    if not place:
        raise PaperError("The paper is about no single country. Say for which country the evidence is to be looked at.")
    return beside_figures(judge(paper), known_place(store, place, figure_names()), year)


def beside_figures(answers: Iterable[Answer], known: KnownPlace, year: int) -> Beside:
    """The same from answers and figures that are at hand."""
    unnamed = {answer.item.code for answer in answers if answer.given == "no"}
    gaps: list[Gap] = []
    old: list[Gap] = []
    lacking: dict[str, Lack] = {}
    for large in all_large():
        if large.topic not in unnamed:
            continue
        figure = known.latest(large.indicator, whole=True)
        if figure.value is None:
            topics = (*(lacking[large.indicator].topics if large.indicator in lacking else ()), large.topic)
            lacking[large.indicator] = Lack(large.indicator, figure, topics)
        elif large.holds_for(figure.value):
            (old if is_old(figure, year) else gaps).append(Gap(large, figure))
    return Beside(known.iso3, year, tuple(gaps), tuple(old), tuple(lacking.values()))


def texts() -> Iterator[str]:
    """What the thresholds say to a reader, so that it can be said in every language."""
    for large in all_large():
        yield from (large.says, large.reason)

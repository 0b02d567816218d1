"""What the models say on a corridor's page: what a cut of the price would save, and the part of each driver.

Models are the library's, fitted or computed there; this chooses and words. Stands on `rows`.
"""

from dataclasses import dataclass
from math import exp

from django.utils.translation import gettext

from passerelle.base.words import compact, number, percent, say
from passerelle.economy.drivers.explaining import NAMES, Explanation, largest_first
from passerelle.economy.remittances.corridor import volume_of
from passerelle.economy.remittances.saving import READINGS, Saving, elasticities, reaching, responses, saving, span
from passerelle.evidence.corridors import KnownCorridor
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.money import TARGET_AVERAGE, TARGET_CORRIDOR
from passerelle.evidence.wording import value_text
from passerelle.output.charts.why import factor_text
from passerelle_web.evidence.rows import Cell, Papers, cell_of

TARGETS = (TARGET_CORRIDOR, TARGET_AVERAGE)


@dataclass(frozen=True, slots=True)
class Cut:
    """One target: what is saved under both readings of the volume, and how much more may be sent."""

    target: str
    sent: str
    received: str
    more: str
    papers: str
    beyond: str


@dataclass(frozen=True, slots=True)
class SavingBlock:
    """What cuts of the price would leave with senders and receivers, with the volume and the price they start from."""

    sentence: str
    volume: Cell
    price: Cell
    spread: str
    cuts: list[Cut]
    numbers: list[int]


def _amount(amount: float, language: str) -> str:
    return compact(amount, language) if amount >= 1e6 else number(amount, language)


def _usd(amount: float, language: str) -> str:
    return _amount(amount, language) + " " + say("USD", language)


def _between(low: float, high: float, language: str) -> str:
    return gettext("{low} to {high}").format(low=_amount(low, language), high=_usd(high, language))


def _cut(volume: float, price: float, target: float, language: str) -> tuple[Cut, Saving]:
    sent, received = (saving(volume, price, target, reading) for reading in READINGS)
    answers = responses(sent)
    ends = span(answers)
    more = say("not known", language)
    if ends is not None:
        more = _between(*ends, language)
    words = percent(target / 100, language, 0)
    names = {one.id: one.short for one in elasticities()}
    here, beyond = ("; ".join(names[one] for one in ids) for ids in reaching(answers))
    return Cut(words, _usd(sent.saved, language), _usd(received.saved, language), more, here, beyond), sent


def saving_block(known: KnownCorridor, papers: Papers, *, year: int, language: str) -> SavingBlock | None:
    """The block; None where the volume or the price is not known, or the price is at the lowest target already."""
    volume, price = volume_of(known), known.latest("price_200")
    if volume.value is None or price.value is None or price.value <= min(TARGETS):
        return None
    made = [_cut(volume.value, price.value, target, language) for target in TARGETS if price.value > target]
    cut, deepest = made[-1]
    text = gettext(
        "If sending cost {target} instead of {price}, about {saved} a year would stay with those who send and receive."
    )
    sentence = text.format(
        target=cut.target, price=value_text(price, language), saved=_usd(deepest.saved, language)
    )  # fmt: skip
    cells = [cell_of(figure, None, papers, year=year, language=language) for figure in (volume, price)]
    numbers = sorted({n for cell in cells for n in cell.numbers})
    return SavingBlock(sentence, *cells, _spread(volume, price.value, language), [one for one, _ in made], numbers)


def _spread(volume: Figure, price: float, language: str) -> str:
    """What is saved at the deepest target by the lowest and the highest of the rules; "" where there is one figure."""
    if volume.low is None or volume.high is None:
        return ""
    return _between(*(saving(end, price, min(TARGETS)).saved for end in (volume.low, volume.high)), language)


@dataclass(frozen=True, slots=True)
class WhyRow:
    """One driver of the table: its name, its factor, its interval."""

    name: str
    factor: str
    interval: str


@dataclass(frozen=True, slots=True)
class WhyBlock:
    """The drivers of a corridor as the model has them, and what it cannot say."""

    rows: list[WhyRow]
    unsaid: list[str]
    level: str
    fitted: str
    average: str
    moved: str
    period: str


def why_block(explanation: Explanation, language: str) -> WhyBlock:
    """The table one link away from the chart, in words."""
    rows = []
    for part in largest_first(explanation.parts):
        between = ""
        if part.low is not None and part.high is not None:
            ends = (factor_text(exp(end), language) for end in (part.low, part.high))
            between = " – ".join(ends)
        rows.append(WhyRow(say(NAMES[part.name], language), factor_text(part.factor, language), between))
    return WhyBlock(
        rows, [say(text, language) for text in explanation.unsaid], f"{explanation.level * 100:.0f}",
        *(number(v, language) for v in (explanation.fitted, explanation.average)),
        number(explanation.moved, language) if explanation.moved is not None else say("not known", language),
        explanation.period.replace("-", "–"),
    )  # fmt: skip

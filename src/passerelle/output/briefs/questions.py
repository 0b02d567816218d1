"""Likely questions, with the figures that answer them; "not known" is an answer.

Stands on `notes`.
"""

from collections.abc import Callable

from passerelle.base.words import number
from passerelle.evidence.figures import Figure
from passerelle.output.briefs.content import Part, Sentence
from passerelle.output.briefs.notes import Writer
from passerelle.output.briefs.parts import recognition

Answer = Callable[[Writer], list[Sentence]]


def questions(w: Writer) -> Part:
    """Questions that the other side or the press may ask."""
    asked = tuple((w.say(question), tuple(answer(w) or [w.silent()])) for question, answer in QUESTIONS)
    return Part("questions", w.say("Likely questions"), answers=asked)


def _growing(w: Writer) -> list[Sentence]:
    series = [f for f in w.known.all_of("stock") if f.is_known]
    growth = w.known.latest("stock_growth")
    if not growth.is_known or len(series) < 2:
        return []
    text = "{number} {when}, after {before} {before_when}: {growth} a year."
    return [
        w.sentence(
            text, [series[-1], series[-2], growth], number=w.value(series[-1]), when=w.when(series[-1]),
            before=w.value(series[-2]), before_when=w.moment(series[-2]), growth=w.value(growth),
        )
    ]  # fmt: skip


def _depends(w: Writer) -> list[Sentence]:
    share, gdp = (
        w.known.latest("remittances_bilateral_share"),
        w.known.latest("remittances_received_share_gdp_origin"),
    )
    made = []
    if gdp.is_known:
        made.append(w.sentence(
            "Remittances from everywhere were {share} of the economy of {origin} {when}.", [gdp],
            share=w.value(gdp), when=w.when(gdp),
        ))  # fmt: skip
    if share.is_known:
        made.append(w.sentence(
            "A model puts the part of {destination} at {share} ({year}).", [share], share=w.value(share),
            year=w.dated(share),
        ))  # fmt: skip
    return made


def _price(w: Writer) -> list[Sentence]:
    price = w.known.latest("price_200")
    if not price.is_known:
        return []
    return [
        w.sentence(
            "{price} of 200 USD on average {when}; the price of the cheapest services (SmaRT) is not known here.",
            [price], price=w.value(price), when=w.when(price),
        )
        if not w.known.latest("smart").is_known
        else w.sentence(
            "{price} of 200 USD on average {when}; {smart} with the three cheapest services.",
            [price, w.known.latest("smart")], price=w.value(price), when=w.when(price),
            smart=w.value(w.known.latest("smart")),
        )
    ]  # fmt: skip


def _drain(w: Writer) -> list[Sentence]:
    rate, here = w.known.latest("tertiary_emigration_rate_origin"), w.known.latest("health_workers_origin")
    made = []
    if rate.is_known:
        made.append(w.sentence(
            "{share} of the tertiary-educated of {origin} lived in OECD countries {when}.", [rate],
            share=w.value(rate), when=w.when(rate),
        ))  # fmt: skip
    if here.is_known:
        made.append(w.sentence(
            "{origin} has {here} physicians, nurses and midwives for every 10,000 people ({year}), where the world’s "
            "median is 49; how many work in {destination} is not known here.",
            [here], here=w.value(here), year=w.dated(here),
        ))  # fmt: skip
    return made


def _work(w: Writer) -> list[Sentence]:
    foreign, national = (w.known.latest(f"employment_rate_{who}_destination") for who in ("foreign", "nationals"))
    if not (foreign.is_known and national.is_known):
        return []
    return [
        w.sentence(
            "Of all foreign citizens {foreign} had work {when}, of nationals {national}; people from {origin} are not "
            "told apart.",
            [foreign, national], foreign=w.value(foreign), national=w.value(national), when=w.when(foreign),
        )
    ]  # fmt: skip


def _asylum(w: Writer) -> list[Sentence]:
    seekers, rate = w.known.latest("asylum_seekers"), w.known.latest("asylum_recognition")
    made = []
    if seekers.is_known:
        made.append(w.counted(
            "{number} asylum-seeker was registered {when}.", "{number} asylum-seekers were registered {when}.",
            seekers, [seekers], when=w.when(seekers, at_end=True),
        ))  # fmt: skip
    if rate.is_known and rate.status != "U":
        made.append(recognition(w, rate))
    return made


def _deaths(w: Writer) -> list[Sentence]:
    series = [f for f in w.known.all_of("deaths_of_nationals_origin") if f.is_known and f.status != "P"]
    if not series:
        return []
    total: float = sum(f.value or 0.0 for f in series)
    first, last = series[0], series[-1]
    whole: Figure = last.about(value=total)
    return [
        w.counted(
            "At least {number} person known to be from {origin} died or went missing on migration routes since "
            "{first}, {newest} of them {when}.",
            "At least {number} people known to be from {origin} died or went missing on migration routes since "
            "{first}, {newest} of them {when}.",
            whole, series, first=w.plain(first), when=w.when(last), newest=w.value(last),
        )
    ]  # fmt: skip


def _future(w: Writer) -> list[Sentence]:
    here, there = w.known.latest("youth_share_origin"), w.known.latest("old_age_dependency_destination")
    if not (here.is_known and there.is_known):
        return []
    return [
        w.sentence(
            "{young} of the people of {origin} are 15 to 24 years old ({here_year}); in {destination} there are {old} "
            "people of 65 and over for every 100 of working age ({there_year}). Projections with migration are not "
            "part of this brief.",
            [here, there], young=w.value(here), here_year=w.dated(here),
            old=number(100 * (there.value or 0), w.language), there_year=w.dated(there),
        )
    ]  # fmt: skip


QUESTIONS: tuple[tuple[str, Answer], ...] = (
    ("Is the number of migrants growing?", _growing),
    ("How much does the origin depend on the money?", _depends),
    ("What does it cost to send money home?", _price),
    ("Does the origin lose its trained people?", _drain),
    ("Do migrants find work in the destination?", _work),
    ("How many ask for asylum, and with what result?", _asylum),
    ("How many die on the way?", _deaths),
    ("Who is young and who is old in twenty years?", _future),
)

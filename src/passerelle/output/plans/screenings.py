"""What the screenings of rights said, measure by measure, and whether they still hold on the day of printing.

Judging is the gate's (`plans.gate`). Stands on `writer`.
"""

from collections.abc import Mapping
from typing import Any

from passerelle.measures.screening.judging import OUTCOMES
from passerelle.output.briefs.content import Table
from passerelle.output.plans.blocks import Block, Heading, Points, Prose, Section, Sheet, cell, said
from passerelle.output.plans.writer import Writer
from passerelle.plans.gate import stop_of
from passerelle.plans.records import Measure

Screenings = Mapping[str, Mapping[str, Any]]
MOST_TOLD = 60  # measures whose screenings are told question by question


def state_text(w: Writer, measure: Measure) -> str:
    """Whether the measure may stand in an adopted plan on the day, and if not, why."""
    stop = stop_of(measure, "", w.day)
    return stop.text(w.language) if stop else w.say("Screened and in date: no stop was found.")


def screening_section(w: Writer, told: Screenings) -> Section | None:
    """A row for each measure, then what each screening said in its own words where that is given.

    `told` holds texts by measure: "sentence", and lists of lines under names such as "questions".
    """
    measures = [(number, one) for number, _, one, action in w.numbered if one is not None and action is None]
    if not measures:
        return None
    rows = []
    for number, measure in measures:
        found = measure.screening
        outcome = w.say(OUTCOMES.get(found.outcome, found.outcome)) if found else w.say("none")
        rows.append((
            cell(number), cell(measure.title), cell(outcome), cell(w.date(found.on if found else None)),
            cell(w.date(found.review_by if found else None)), cell(state_text(w, measure)),
        ))  # fmt: skip
    caption = w.say("Screenings of rights as they stand on {day}").format(day=w.date(w.day))
    head = (w.say("No."), w.say("Measure"), w.say("Outcome"), w.say("Screened on"), w.say("To be looked at again by"),
            w.say("On the day of printing"))  # fmt: skip
    table = Table(caption, head, tuple(rows), (0, 1.6, 0.8, 0.75, 0.85, 1.6))
    blocks: list[Block] = [
        Prose(said(screened_text(w, [one for _, one in measures])), "lead"),
        Sheet(table, small=len(rows) > 40),
    ]
    for number, measure in measures[:MOST_TOLD]:
        blocks += _told(w, number, measure, told.get(measure.key, {}))
    return Section("screening", w.say("Screening of rights"), tuple(blocks))


def screened_text(w: Writer, measures: list[Measure]) -> str:
    """How many measures stand in the way of adoption."""
    stopped = sum(1 for one in measures if stop_of(one, "", w.day))
    if not stopped:
        return w.say("Every measure has a screening of rights in date that found no stop.")
    return w.counted(
        "The plan cannot be adopted yet: {number} measure has no screening of rights in date that found no stop.",
        "The plan cannot be adopted yet: {number} measures have no screening of rights in date that found no stop.",
        stopped,
    )


def _told(w: Writer, number: str, measure: Measure, told: Mapping[str, Any]) -> list[Block]:
    """The words of one screening; where it stands in full."""
    found = measure.screening
    blocks: list[Block] = []
    sentence = str(told.get("sentence", ""))
    lines = [str(line) for name, held in told.items() if name != "sentence"
             for line in ([held] if isinstance(held, str) else held)]  # fmt: skip
    place = (found.address or found.file) if found else ""
    if sentence or lines or place:
        blocks.append(Heading(measure.title, 3, number))
    if sentence:
        blocks.append(Prose(said(sentence)))
    if lines:
        blocks.append(Points(said(*lines)))
    if place:
        blocks.append(Prose(said(w.say("The screening in full: {place}").format(place=place)), "quiet"))
    return blocks

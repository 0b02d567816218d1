"""Composing a brief: from what is known of a corridor to its content.

Stands on the other modules of the brief.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from passerelle.base.words import arrow, say
from passerelle.evidence.corridors import KnownCorridor
from passerelle.evidence.store import Store
from passerelle.output.briefs.agreed import LookedAt, agreed
from passerelle.output.briefs.content import Brief
from passerelle.output.briefs.contested import contested
from passerelle.output.briefs.notes import Notes, Writer
from passerelle.output.briefs.options import Record, options_tried
from passerelle.output.briefs.parts import changes, comparison, methods, not_known, other_rooms, sections
from passerelle.output.briefs.questions import questions
from passerelle.output.briefs.record import Key
from passerelle.output.briefs.summary import key_table, summary
from passerelle.output.maps import DISCLAIMER, corridor_map

# The fixed words that writers of every form need, by their English.
WORDS = (
    "Brief", "Summary", "Sources", "Chart", "Table", "Page", "of", "Contents", "Licence", "Origin", "Destination",
    "Draft for editing at the desk: lines to take are yours and are never kept on a server.", "Lines to take",
    "Estimate", "Printed on",
)  # fmt: skip


def compose(
    store: Store,
    known: KnownCorridor,
    *,
    language: str,
    today: date,
    earlier: dict[Key, dict[str, Any]] | None = None,
    tried: Sequence[Record] = (),
    looked_at: Sequence[LookedAt] = (),
) -> Brief:
    """The content of a brief on a corridor, in a language, as of a day.

    Parameters
    ----------
    tried : records of runs on it.
    looked_at : figures of it that parties of a dialogue accept, contest or answer with their own.
    """
    notes = Notes(language)
    w = Writer(known, language, today.year, notes)
    said = summary(w)
    table = key_table(w)
    parts = [changes(w, earlier)] if earlier is not None else []
    parts += [*sections(w), comparison(store, w), contested(store, w)]
    if looked_at:
        parts.append(agreed(w, looked_at))
    if tried:
        parts.append(options_tried(tried, language))
    parts += [questions(w), other_rooms(w), not_known(w)]
    parts.append(methods(w))
    origin, destination = known.corridor.places
    years = notes.years
    return Brief(
        corridor=known.corridor,
        language=language,
        day=today,
        title=f"{origin.name(language)} {arrow(language)} {destination.name(language)}",
        subtitle=w.say("Brief on a migration corridor"),
        years=w.say("Figures from {oldest} to {newest}").format(oldest=years[0], newest=years[1]) if years else "",
        summary=said,
        key_table=table,
        parts=tuple(parts),
        sources=notes.sources,
        map_svg=corridor_map(
            known.corridor.origin,
            known.corridor.destination,
            title=w.say("Map of the corridor"),
            language=language,
            value=known.latest("stock").value,
            medium="paper",
            ratio=2.8,
        ),
        map_text=w.say("Map: from {origin} to {destination}.").format(**w.names),
        disclaimer=w.say(DISCLAIMER),
        words={word: say(word, language) for word in WORDS},
    )

"""The opinion map of a consultation, with its links and its words. Drawing is the library's.

Stands on `wording`.
"""

from collections.abc import Collection

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from passerelle.base.words import listed
from passerelle.dialogue.gridding import Cell, Ellipse
from passerelle.output.charts.opinions import Mark, Stand, opinion_map
from passerelle_web.consensus.models import Consultation, Picture
from passerelle_web.consensus.queries import statements
from passerelle_web.consensus.wording import group_said, language, letter, many_said, people_said

MOST_MARKS = 14


def drawn(consultation: Consultation, picture: Picture, rows: Collection[int]) -> SafeString:
    """The map of the last picture, with the statements of these rows; nothing where there is none to draw.

    Parameters
    ----------
    rows : numbers of the statements that stand on the page as `#s1`.
    """
    held = picture.page.get("map")
    if not held or not held["cells"]:
        return SafeString("")
    groups = [(g, Ellipse(*where)) for g, where in enumerate(held["groups"]) if where is not None]
    sizes = [group["size"] for group in picture.page["groups"]]
    one_alone = len(groups) < 2
    stands = [] if one_alone else [Stand(f"{letter(g)} · {many_said(sizes[g])}", where) for g, where in groups]
    svg = opinion_map(
        [Cell(*cell) for cell in held["cells"]], stands, _marks(consultation, held["statements"], rows),
        title=gettext("Opinion map"), language=language(),
        description=_described(picture, [] if one_alone else sizes, consultation.least),
    )  # fmt: skip
    # the library escapes what comes from outside; a test holds it to that
    return mark_safe(svg)  # noqa: S308


def _marks(consultation: Consultation, places: dict[str, list[float]], rows: Collection[int]) -> list[Mark]:
    """The statements of the page that stand farthest from the middle, each with the way to its row."""
    shown = [one for one in statements(consultation) if one.number in rows and str(one.number) in places]
    shown.sort(key=lambda one: (-sum(x * x for x in places[str(one.number)]), one.number))
    return [
        Mark(
            many_said(one.number), gettext("Statement {number}: {text}").format(number=one.number, text=one.text),
            *places[str(one.number)], href=f"#s{one.number}",
        )
        for one in shown[:MOST_MARKS]
    ]  # fmt: skip


def _described(picture: Picture, sizes: list[int], least: int) -> str:
    """The map in words."""
    cells = picture.page["map"]["cells"]
    told = [f"{group_said(g)}, {people_said(size)}" for g, size in enumerate(sizes)]
    drawn_people = gettext(
        "{shown} of {all} people stand where {least} or more stand together; others are not drawn."
    ).format(
        least=many_said(least), shown=many_said(sum(people for *_, people in cells)),
        all=many_said(picture.page["counts"]["participants"]),
    )  # fmt: skip
    return f"{listed(told, language())}. {drawn_people}" if told else drawn_people

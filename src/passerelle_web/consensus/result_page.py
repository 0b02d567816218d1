"""What the page of a consultation shows of its last picture: a sentence that answers, then the tables that prove it.

Holds words and order; numbers come from the picture as it may be shown. Stands on `queries` and `wording`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, ngettext

from passerelle.dialogue.analysis import BLOCS, GROUPS, MAJORITY
from passerelle.dialogue.publication import widest
from passerelle_web.consensus.models import Consultation, Picture, Statement
from passerelle_web.consensus.queries import Turnout, statements, turnout
from passerelle_web.consensus.translating import in_words
from passerelle_web.consensus.wording import (
    Part,
    bloc_said,
    group_said,
    many_said,
    part_of,
    parts_of,
    people_said,
    range_said,
    share_said,
)

MOST = 12  # rows of one table; the table of all statements has the rest
_APART = 0.2  # a difference below this divides nobody
Row = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """A statement as a line of a table."""

    statement: Statement
    is_accepted: bool
    whole: Part
    range: str = ""
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class Divide:
    """A statement that divides: who agrees most, who least, and how far they are apart."""

    statement: Statement
    high: Part
    low: Part
    apart: str

    @property
    def sides(self) -> tuple[Part, Part]:
        """Both, the higher first."""
        return self.high, self.low


@dataclass(frozen=True)
class Apart:
    """What sets a group apart: what it does with a statement more than the others do."""

    statement: Statement
    does: str
    share: str
    votes: str
    others: str
    votes_of_others: str
    holds: bool


@dataclass(frozen=True)
class Found:
    """A group that was found."""

    name: str
    people: str
    apart: list[Apart]


@dataclass(frozen=True)
class Result:
    """All that the page shows; `made_at` is absent while there is no picture."""

    answer: str
    turnout: Turnout
    turnout_said: str
    made_at: datetime | None
    firm: str
    tables: list[tuple[str, str, str, list[Line], int]]
    divides: list[Divide]
    groups: list[Found]
    delegations: list[Line]
    shown: frozenset[int]
    lacks_blocs: bool = False


def result_of(consultation: Consultation, picture: Picture, *, delegations: bool) -> Result:
    """The last picture in words.

    Parameters
    ----------
    delegations : whether every party has agreed that their votes are counted.
    """
    voted = turnout(consultation)
    page = picture.page
    if picture.made_at is None or not page.get("rows"):
        return Result(
            _too_few(consultation, voted), voted, turnout_said(voted), None, "", [], [], [], [], frozenset()
        )  # fmt: skip
    texts = {str(one.number): one for one in in_words(statements(consultation))}
    rows = [row for row in page["rows"] if row["id"] in texts and not row["withheld"] and not row["meta"]]
    tables = [_table(kind, rows, texts) for kind in (BLOCS, GROUPS, MAJORITY)]
    divides = _divides(rows, texts)
    groups = [_found(g, group, texts) for g, group in enumerate(page["groups"])] if len(page["groups"]) > 1 else []
    told = page.get("delegations") if delegations else None
    lines = {line.statement.number for *_, listed, _all in tables for line in listed}
    return Result(
        _answer(tables), voted, turnout_said(voted), picture.made_at, firm_said(page["stability"]),
        [one for one in tables if one[3]], divides, groups, _of_delegations(told, texts),
        frozenset(lines | {one.statement.number for one in divides}),
        lacks_blocs=len(page["blocs"]) > 1 and not tables[0][3],
    )  # fmt: skip


def _too_few(consultation: Consultation, voted: Turnout) -> str:
    if voted.voters >= consultation.least:
        return gettext("The first picture is being made. Look again in a minute.")
    return gettext("Too few have voted yet to show anything: a picture is made of {least} people at least.").format(
        least=many_said(consultation.least)
    )  # fmt: skip


def turnout_said(voted: Turnout) -> str:
    """Who has voted, as a sentence."""
    if voted.eligible:
        return gettext("{voters} of {eligible} people have voted ({share}).").format(
            voters=many_said(voted.voters), eligible=many_said(max(voted.eligible, voted.voters)),
            share=share_said(min(voted.voters / voted.eligible, 1.0)),
        )  # fmt: skip
    return ngettext("{n} person has voted.", "{n} people have voted.", voted.voters).format(n=many_said(voted.voters))


_NAMES = {BLOCS: "blocs", GROUPS: "groups", MAJORITY: "majority"}


def _table(kind: str, rows: Sequence[Row], texts: dict[str, Statement]) -> tuple[str, str, str, list[Line], int]:
    """Key, title, what it means, the lines, and how many there are in all."""
    titles = {
        BLOCS: (gettext("What all blocs agree on"),
                gettext("In every bloc more than half agree, or in every bloc more than half disagree.")),
        GROUPS: (gettext("What all groups found agree on"),
                 gettext("Not every bloc, but in every group of people who vote alike, more than half agree.")),
        MAJORITY: (gettext("What only the majority accepts or rejects"),
                   gettext("More than half of all who voted, and not of every bloc or group.")),
    }  # fmt: skip
    mine = sorted((row for row in rows if row["agreed_by"] == kind), key=_strongest)
    lines = [_line(kind, row, texts[row["id"]]) for row in mine[:MOST]]
    return _NAMES[kind], *titles[kind], lines, len(mine)


def _strongest(row: Row) -> tuple[bool, float, int]:
    """What is accepted before what is rejected, the largest share first."""
    way = "agree" if row["accepted"] else "disagree"
    return not row["accepted"], -row[way] / (row["agree"] + row["disagree"] + row["pass"]), int(row["id"])


def whole_of(row: Row, kind: str = "agree") -> Part:
    """Everybody's votes on a statement."""
    votes = row["agree"] + row["disagree"] + row["pass"]
    return part_of("", {**row, "votes": votes}, kind)


def _line(kind: str, row: Row, statement: Statement) -> Line:
    is_accepted = bool(row["accepted"])
    way = "agree" if is_accepted else "disagree"
    over = row["consensus_of_blocs"] if kind == BLOCS else row["consensus"] if kind == GROUPS else None
    told = range_said(over["low"], over["high"]) if over and is_accepted else ""
    if kind == MAJORITY and is_accepted:
        told = range_said(row["agree_low"], row["agree_high"])
    parts = parts_of(row["by_bloc"], way, blocs=True) if kind == BLOCS else parts_of(row["by_group"], way, blocs=False)
    return Line(statement, is_accepted, whole_of(row, way), told, parts)


def _answer(tables: Sequence[tuple[str, str, str, list[Line], int]]) -> str:
    """The sentence that answers."""
    many = {key: count for key, *_, count in tables}
    if many["blocs"]:
        return ngettext(
            "On {n} statement all blocs agree.", "On {n} statements all blocs agree.", many["blocs"]
        ).format(n=many_said(many["blocs"]))  # fmt: skip
    if many["groups"]:
        return ngettext(
            "On {n} statement all groups that were found agree.",
            "On {n} statements all groups that were found agree.", many["groups"],
        ).format(n=many_said(many["groups"]))  # fmt: skip
    if many["majority"]:
        return ngettext(
            "On {n} statement a majority is of one mind, and not every group.",
            "On {n} statements a majority is of one mind, and not every group.", many["majority"],
        ).format(n=many_said(many["majority"]))  # fmt: skip
    return gettext("There is no statement yet on which enough have voted to say that all agree.")


def _divides(rows: Iterable[Row], texts: dict[str, Statement]) -> list[Divide]:
    """What divides most, by blocs or by groups, whichever are farther apart."""
    sides = ((row, side, widest(row, side)) for row in rows for side in ("by_group", "by_bloc"))
    wide = [(row, side, told) for row, side, told in sides if told is not None and told["apart"] >= _APART]
    wide.sort(key=lambda one: (-one[2]["apart"], int(one[0]["id"])))
    first = {one[0]["id"]: one for one in reversed(wide)}  # of each statement the side that is farther apart
    most = [one for one in wide if first[one[0]["id"]] is one][:MOST]
    return [_divide(side, told, texts[row["id"]]) for row, side, told in most]


def _divide(side: str, told: Row, statement: Statement) -> Divide:
    name = bloc_said if side == "by_bloc" else group_said
    high, low = (part_of(name(told[end]["group"]), told[end]) for end in ("high", "low"))
    return Divide(statement, high, low, share_said(told["apart"]))


def _found(place: int, group: Row, texts: dict[str, Statement]) -> Found:
    apart = [_apart(one, texts[one["statement"]]) for one in group["representative"] if one["statement"] in texts]
    return Found(group_said(place), people_said(group["size"]), apart)


def _apart(one: Row, statement: Statement) -> Apart:
    does = {"agree": gettext("agree"), "disagree": gettext("disagree"), "pass": gettext("pass")}[one["direction"]]
    others = share_said(one["share_of_others"]) if one["share_of_others"] is not None else ""
    return Apart(
        statement, does, share_said(one["share"]), many_said(one["votes"]), others, many_said(one["votes_of_others"]),
        one["holds"],
    )  # fmt: skip


def firm_said(stability: Row | None) -> str:
    """How firm the groups are, as a sentence with its number."""
    if stability is None:
        return gettext("No groups were found that foretell how people vote better than everybody together does.")
    together = stability["together"]
    inside = [together[g][g] for g in range(len(together)) if together[g][g] is not None]
    across = [together[g][h] for g in range(len(together)) for h in range(g) if together[g][h] is not None]
    low, high = min(inside, default=1.0), max(across, default=0.0)
    if low >= 0.8 and high <= 0.2:
        word = gettext("The groups are firm")
    elif low - high >= 0.4:
        word = gettext("The groups are fairly firm")
    else:
        word = gettext("The groups are loose; take them as a sketch")
    return gettext(
        "{word}: drawn anew {runs} times, two people of one group stayed together in {inside} of the draws at least, "
        "two of different groups came together in {across} at most."
    ).format(word=word, runs=many_said(stability["runs"]), inside=share_said(low), across=share_said(high))


def _of_delegations(told: Row | None, texts: dict[str, Statement]) -> list[Line]:
    """Delegations' votes, as a count of their own: by bloc, never by delegation."""
    if told is None:
        return []
    rows = [row for row in told["statements"] if row["id"] in texts and not row["withheld"]]
    rows.sort(key=lambda row: _strongest({**row, "accepted": True}))
    return [
        Line(texts[row["id"]], True, part_of("", row), parts=parts_of(row["by_bloc"], "agree", blocs=True))
        for row in rows[:MOST]
    ]

"""What of an analysis may be shown to others: nobody's group, no cell of a few votes, nothing from which one follows.

Holds no drawing and no words. Stands on `results` and `suppression`.
"""

from typing import Any

from passerelle.dialogue.analysis import Analysis, Side
from passerelle.dialogue.blocs import Blocs, shown
from passerelle.dialogue.results import Record, as_record
from passerelle.dialogue.statistics import group_counts
from passerelle.dialogue.suppression import shown_cells, shown_totals
from passerelle.dialogue.votes import Integers, Truths, Votes

# Over all groups, so that a withheld cell would follow from them and the shown ones.
_OVER_ALL = ("geometric", "product", "minimum", "low", "high", "apart")
_OF_EVERYBODY = ("agree", "disagree", "pass", "agree_low", "agree_high", "extremity", "priority")


def published(found: Analysis) -> Record:
    """The result without what would tell of a few people; a withheld number is null, a withheld cell says so.

    Groups have no `members`. A group's `share` on what sets it apart stands beside that of all others that voted,
    which is the total less the group. Scores that compare a group with the others, and numbers over all groups, are
    null wherever a cell of the row is withheld.
    """
    record = as_record(found)
    sides = {"by_group": (found.groups, "consensus"), "by_bloc": (found.blocs, "consensus_of_blocs")}
    whole = shown_totals(found.votes.counts.sum(axis=1), found.settings.least_members)
    for name, (side, over) in sides.items():
        if side is None:
            continue
        cells = _cells(found, side) & whole
        for j, row in enumerate(record["statements"]):
            _hide_cells(row, name, over, cells[:, j])
    for row, is_whole in zip(record["statements"], whole, strict=True):
        row["withheld"] = not is_whole
        if not is_whole:
            row.update(dict.fromkeys(_OF_EVERYBODY))
    seen = _cells(found, found.groups) & whole
    for g, group in enumerate(record["groups"]):
        del group["members"]
        group["representative"] = _apart(found, group["representative"], seen[g], g)
    return record


def _cells(found: Analysis, side: Side) -> Truths:
    return shown_cells(side.counts.seen, found.votes.counts.sum(axis=1), found.settings.least_members)


def _hide_cells(row: Record, name: str, over: str, visible: Truths) -> None:
    cells: list[Record] = row[name]
    row[name] = [
        {**cell, "withheld": False} if may else {"group": cell["group"], "withheld": True}
        for cell, may in zip(cells, visible, strict=True)
    ]
    if not visible.all():
        row[over] = {**row[over], **dict.fromkeys(_OVER_ALL)}
        for cell in row[name]:
            for scores in ("agreeing", "disagreeing"):
                cell.pop(scores, None)


def _apart(found: Analysis, listed: list[Record], visible: Truths, g: int) -> list[Record]:
    """What sets a group apart, where its cell is shown; the others are everybody who voted and is not in it."""
    place = {name: j for j, name in enumerate(found.votes.statements)}
    kept = []
    for one in listed:
        j = place[one["statement"]]
        if not visible[j]:
            continue
        kind = {"agree": 0, "disagree": 1, "pass": 2}[one["direction"]]
        ours, all_votes = found.groups.counts.counts[g, j], found.votes.counts[j]
        others = all_votes - ours
        kept.append({
            **{name: one[name] for name in ("statement", "direction", "votes", "holds")},
            "share": float(ours[kind] / ours.sum()),
            "share_of_others": float(others[kind] / others.sum()) if others.sum() else None,
            "votes_of_others": int(others.sum()),
        })  # fmt: skip
    return kept


def widest(row: Record, side: str) -> dict[str, Any] | None:
    """Between which two shown groups a statement divides most: both cells and the difference; None below two."""
    cells = [cell for cell in row[side] if not cell["withheld"]]
    if len(cells) < 2:
        return None
    shares = [cell["agree"] / cell["votes"] for cell in cells]
    high, low = max(shares), min(shares)
    return {"high": cells[shares.index(high)], "low": cells[shares.index(low)], "apart": high - low}


def counted(votes: Votes, blocs: Blocs, least: int) -> Record:
    """Votes counted by bloc and nothing else, for voices of which each could be known: no groups, no picture.

    Small blocs are pooled, small cells withheld, and so are statements on which fewer than `least` voted.
    """
    pooled = shown(blocs, least)
    by_bloc = group_counts(votes, pooled.labels, len(pooled.names))
    total = votes.counts.sum(axis=1)
    whole = shown_totals(total, least)
    cells = shown_cells(by_bloc.seen, total, least) & whole
    rows: list[Record] = []
    for j, name in enumerate(votes.statements):
        told = [_cell(group, by_bloc.counts[g, j], bool(cells[g, j])) for g, group in enumerate(pooled.names)]
        rows.append({**_cell(name, votes.counts[j], bool(whole[j]), "id"), "by_bloc": told})
    sizes = [{"id": name, "size": int(size)} for name, size in zip(pooled.names, by_bloc.sizes, strict=True)]
    return {"voters": votes.n, "blocs": sizes, "statements": rows}


def _cell(name: str, counts: Integers, may: bool, called: str = "group") -> Record:
    if not may:
        return {called: name, "withheld": True}
    agree, disagree, passed = (int(many) for many in counts)
    votes = agree + disagree + passed
    return {called: name, "votes": votes, "agree": agree, "disagree": disagree, "pass": passed, "withheld": False}

"""A result as a file that anybody can recompute: what was counted, how, and under which fingerprint of the votes.

Holds the form alone. Stands on `analysis`.
"""

import dataclasses
import hashlib
from typing import Any

import numpy as np

from passerelle import __version__
from passerelle.dialogue.analysis import Analysis, Side
from passerelle.dialogue.consensus import Consensus, wilson
from passerelle.dialogue.grouping import Stability
from passerelle.dialogue.statistics import Direction, Representative, directions
from passerelle.dialogue.votes import KINDS, NOBODY, Floats, Integers

Record = dict[str, Any]
NAMES = ("agree", "disagree", "pass")


def as_record(found: Analysis) -> Record:
    """The result as plain lists and numbers, for JSON.

    Keys: `counts`, `components` (`loadings` of two rows, in the order of `statements`), `groups`, `blocs`,
    `statements`, `stability`, `parameters`, `inputs_sha256`. Identifiers are text, as they stand in the file.
    """
    votes = found.votes
    return {
        "counts": {"participants": votes.n, "statements": votes.m, "votes": votes.total},
        "components": {"loadings": found.picture.loadings.tolist(), "explained": found.picture.explained.tolist()},
        "groups": _groups(found),
        "blocs": _blocs(found),
        "statements": _statements(found),
        "stability": _stability(found.stability),
        "parameters": _parameters(found),
        "inputs_sha256": _inputs(found),
    }


def _groups(found: Analysis) -> list[Record]:
    members = _members(found.grouping.labels, found.votes.participants, len(found.groups.names))
    return [
        {
            "id": name if found.settings.groups_given else int(name),
            "size": int(size),
            "members": members[k],
            "representative": [_representative(one, found.votes.statements) for one in found.representative[k]],
        }
        for k, (name, size) in enumerate(zip(found.groups.names, found.groups.counts.sizes, strict=True))
    ]


def _members(labels: Integers, participants: tuple[str, ...], many: int) -> list[list[str]]:
    held: list[list[str]] = [[] for _ in range(many)]
    for place in np.flatnonzero(labels != NOBODY):
        held[labels[place]].append(participants[place])
    return held


def _representative(one: Representative, statements: tuple[str, ...]) -> Record:
    return {
        "statement": statements[one.statement],
        "direction": NAMES[KINDS.index(one.kind)],
        "share": one.share,
        "share_of_rest": one.rest,
        "votes": one.votes,
        "strength": one.strength,
        "holds": one.holds,
    }


def _blocs(found: Analysis) -> list[Record]:
    if found.blocs is None or found.declared is None:
        return []
    named = list(zip(found.blocs.names, found.blocs.counts.sizes, strict=True))
    rows: list[Record] = [{"id": name, "size": int(size), "pooled": []} for name, size in named]
    if found.declared.pooled and rows:
        rows[-1]["pooled"] = list(found.declared.pooled)
    return rows


def _statements(found: Analysis) -> list[Record]:
    votes, counts = found.votes, found.votes.counts
    by_group = _by(found.groups, numbered=not found.settings.groups_given)
    by_bloc = _by(found.blocs) if found.blocs is not None else None
    over_groups = _consensus(found.groups.consensus)
    over_blocs = _consensus(found.blocs.consensus) if found.blocs is not None else None
    low, high = wilson(counts[:, 0].astype(float), counts.sum(axis=1).astype(float))
    return [
        {
            "id": name,
            "agree": int(counts[j, 0]),
            "disagree": int(counts[j, 1]),
            "pass": int(counts[j, 2]),
            "agree_low": float(low[j]),
            "agree_high": float(high[j]),
            "hidden": bool(votes.hidden[j]),
            "meta": bool(votes.meta[j]),
            "extremity": float(found.picture.extremity[j]),
            "consensus": over_groups[j],
            "consensus_of_blocs": over_blocs[j] if over_blocs else None,
            "agreed_by": found.agreed_by(j) or None,
            "accepted": found.accepted(j),
            "by_group": by_group[j],
            "by_bloc": by_bloc[j] if by_bloc else [],
            "priority": float(found.priority[j]),
        }
        for j, name in enumerate(votes.statements)
    ]


def _consensus(found: Consensus) -> list[Record]:
    names = ("geometric", "product", "minimum", "low", "high", "apart", "claimed", "agreed", "rejected")
    columns = [getattr(found, name).tolist() for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


_SCORES = ("share", "above_half", "ratio", "above_rest")


def _by(side: Side, *, numbered: bool = False) -> list[list[Record]]:
    """Of each statement the votes of each group, with their range and the scores against a half and the others."""
    counts, seen = side.counts.counts, side.counts.seen
    low, high = wilson(counts[:, :, 0].astype(float), seen.astype(float))
    agreeing, disagreeing = (_scores(one) for one in directions(side.counts))
    ids = [int(name) if numbered else name for name in side.names]
    return [
        [
            {
                "group": ids[g],
                "votes": int(seen[g, j]),
                "agree": int(counts[g, j, 0]),
                "disagree": int(counts[g, j, 1]),
                "pass": int(counts[g, j, 2]),
                "agree_low": float(low[g, j]),
                "agree_high": float(high[g, j]),
                "agreeing": {name: float(table[g, j]) for name, table in agreeing.items()},
                "disagreeing": {name: float(table[g, j]) for name, table in disagreeing.items()},
            }
            for g in range(len(ids))
        ]
        for j in range(counts.shape[1])
    ]


def _scores(one: Direction) -> dict[str, Floats]:
    return {name: getattr(one, name) for name in _SCORES}


def _stability(found: Stability | None) -> Record | None:
    """Chances of two people of groups g and h to fall together; null where a group has one member."""
    if found is None:
        return None
    rows = [[None if np.isnan(share) else float(share) for share in row] for row in found.together]
    return {"together": rows, "runs": found.runs}


def _parameters(found: Analysis) -> Record:
    tried = [dataclasses.asdict(one) for one in found.grouping.tried]
    return {"passerelle": __version__, **dataclasses.asdict(found.settings), "groups_tried": tried}


def _inputs(found: Analysis) -> Record:
    told = {"votes": found.votes.fingerprint}
    for name, blocs, labels in (
        ("groups", found.groups.names if found.settings.groups_given else None, found.grouping.labels),
        ("blocs", found.declared.names if found.declared else None, found.declared.labels if found.declared else None),
    ):
        if blocs is not None and labels is not None:
            whole = "\n".join(blocs).encode() + b"\n\n" + labels.astype("<i8").tobytes()
            told[name] = hashlib.sha256(whole).hexdigest()
    return told

"""The picture of a consultation made from its votes, and kept as what may be shown of it.

Two pictures laid beside one another must not tell of a few people either: while people vote, a new one is made once
as many have voted since as the smallest group has. The last one counts everybody. Stands on `loading`.
"""

import json
import time
import zlib
from typing import Any

from django.utils import timezone

from passerelle.dialogue.analysis import Analysis, Settings, analysed
from passerelle.dialogue.gridding import binned, ellipses
from passerelle.dialogue.publication import counted, published
from passerelle_web.consensus.loading import PEOPLE, loaded
from passerelle_web.consensus.models import Consultation, Picture, VoiceKind, Voter

Page = dict[str, Any]


def make_picture(consultation: Consultation) -> None:
    """Count people, and delegations, each where it is due."""
    picture = Picture.objects.get(pk=consultation.pk)
    closed = consultation.has_closed
    people = _since(consultation, PEOPLE, picture.published)
    delegations = _since(consultation, (VoiceKind.DELEGATION,), picture.delegations_published)
    last = closed and not picture.is_last
    serial, began = picture.serial, time.monotonic()
    Picture.objects.filter(pk=picture.pk).update(serial=serial + 1)
    changes: dict[str, Any] = {"is_last": closed}
    page = dict(picture.page)
    if people >= consultation.least or (closed and (last or picture.is_forced or people)):
        changes |= _of_people(consultation, page) | {"published": serial, "is_forced": False}
    if delegations >= consultation.least or (closed and (last or delegations)):
        page["delegations"] = _of_delegations(consultation)
        changes["delegations_published"] = serial
    seconds = time.monotonic() - began
    Picture.objects.filter(pk=picture.pk).update(**changes, page=page, seconds=seconds)


def _since(consultation: Consultation, kinds: tuple[int, ...], picture: int) -> int:
    """How many voices changed since a picture."""
    return Voter.objects.filter(consultation=consultation, kind__in=kinds, changed_in__gt=picture).count()


def _of_people(consultation: Consultation, page: Page) -> dict[str, Any]:
    """Fill the page with what may be shown of people's votes, and give what the row keeps beside it."""
    held = loaded(consultation)
    if held.voters < consultation.least:
        return {}
    found = analysed(held.votes, Settings(least_members=consultation.least), blocs=held.blocs)
    record = published(found)
    delegations = page.get("delegations")
    page.clear()
    page.update(_page(found, record), delegations=delegations)
    told = json.dumps(record, separators=(",", ":"), allow_nan=False).encode()
    return {
        "made_at": timezone.now(), "fingerprint": held.votes.fingerprint, "packed": zlib.compress(told, 6),
    }  # fmt: skip


def _of_delegations(consultation: Consultation) -> Page | None:
    held = loaded(consultation, (VoiceKind.DELEGATION,))
    return counted(held.votes, held.blocs, consultation.least) if held.voters >= consultation.least else None


_CELL = ("group", "votes", "agree", "disagree", "pass", "withheld")
_ROW = (
    "id", "agree", "disagree", "pass", "agree_low", "agree_high", "hidden", "meta", "agreed_by", "accepted", "withheld",
)  # fmt: skip
_OVER = ("geometric", "low", "high", "claimed", "agreed", "rejected")


def _page(found: Analysis, record: Page) -> Page:
    places, groups = found.picture.places, found.grouping
    least = found.settings.least_members
    return {
        "counts": record["counts"],
        "groups": record["groups"],
        "blocs": record["blocs"],
        "stability": record["stability"],
        "rows": [_row(row) for row in record["statements"]],
        # for the next statement: kept for all, shown of none
        "extremity": {
            row: float(size) for row, size in zip(found.votes.statements, found.picture.extremity, strict=True)
        },
        "map": {
            "cells": [[one.x, one.y, one.people] for one in binned(places, least)],
            "groups": [
                None if one is None else [one.x, one.y, one.wide, one.narrow, one.angle]
                for one in ellipses(places, groups.labels, len(groups.sizes))
            ],
            "statements": dict(zip(found.votes.statements, found.picture.statements.tolist(), strict=True)),
            "explained": found.picture.explained.tolist(),
        },
    }


def _row(row: Page) -> Page:
    told = {name: row[name] for name in _ROW}
    for name in ("consensus", "consensus_of_blocs"):
        told[name] = {part: row[name][part] for part in _OVER} if row[name] else None
    for name in ("by_group", "by_bloc"):
        told[name] = [{part: cell[part] for part in _CELL if part in cell} for cell in row[name]]
    return told

"""Work programmes and what became of them: Tampere, The Hague, the priority actions of 2005, as files in this folder.

Holds the reader and the lights of public facts; the lights of actions are `lights`. Stands on `base`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from passerelle.base.errors import PlanError
from passerelle.base.own_files import read_yaml
from passerelle.base.words import mark, say, say_number, upright

State = Literal["done", "late_done", "not_done", "partly", "unknown"]
Name = Literal["done", "done_late", "partly", "not_done", "not_due", "unknown"]
STATES: tuple[State, ...] = ("done", "late_done", "not_done", "partly", "unknown")
NAMES: dict[Name, str] = {
    "done": mark("done"),
    "done_late": mark("done late"),
    "partly": mark("done in part"),
    "not_done": mark("not done"),
    "not_due": mark("not due yet"),
    "unknown": mark("not known"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a commitment, by which source; `on` is None where the day is not known."""

    state: State
    on: date | None = None
    what: str = ""
    source: str = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Commitment:
    """One thing that a programme promised. `checked` says whether a person read the sources.

    `theme` is a code: a section of the seed and a few words, such as `2.3-residence-and-family`.
    """

    key: str
    text: str
    theme: str
    deadline: date | None
    deadline_source: str
    outcome: Outcome
    checked: bool

    def theme_text(self, language: str = "en") -> str:
        """The theme in words: "residence and family"."""
        return say(_theme_words(self.theme), language)


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme of work with its commitments, in the order of its file."""

    code: str
    title: str
    adopted_on: date | None
    adopted_by: str
    source: str
    source_url: str
    commitments: tuple[Commitment, ...]


@dataclass(frozen=True, slots=True)
class PublicLight:
    """What public facts say of a commitment; `days` late where both days are known."""

    name: Name
    days: int | None = None
    deadline: date | None = None

    def text(self, language: str = "en") -> str:
        """The light as a sentence."""
        day = upright(self.deadline.isoformat(), language) if self.deadline else ""
        if self.name == "done_late" and self.days is not None:
            form = say_number("Done {days} day after the deadline.", "Done {days} days after the deadline.",
                              self.days, language)  # fmt: skip
            return form.format(days=self.days)
        return say(_SAID[self.name, bool(day)], language).format(deadline=day)


_SAID: dict[tuple[Name, bool], str] = {
    ("done", True): mark("Done by the deadline."),
    ("done", False): mark("Done."),
    ("done_late", True): mark("Done after the deadline; the day is not known."),
    ("done_late", False): mark("Done late."),
    ("partly", True): mark("Done in part; the deadline was {deadline}."),
    ("partly", False): mark("Done in part."),
    ("not_done", True): mark("Not done by the deadline of {deadline}."),
    ("not_done", False): mark("Not done; no deadline was set."),
    ("not_due", True): mark("Not done yet; the deadline is {deadline}."),
    ("unknown", True): mark("Whether it was done by the deadline of {deadline} is not known."),
    ("unknown", False): mark("Whether it was done is not known."),
}


def light_of(commitment: Commitment, today: date) -> PublicLight:
    """Public facts as a light: in time, late by so many days, in part, not done by the deadline, not due, not known.

    Where deadline and day of the outcome are both known, these two say whether it was late, whatever the state says.
    """
    outcome, deadline = commitment.outcome, commitment.deadline
    if outcome.state in ("done", "late_done"):
        return _done(outcome, deadline)
    if outcome.state in ("not_done", "partly"):
        is_open = deadline is not None and today <= deadline
        name: Name = "partly" if outcome.state == "partly" else "not_due" if is_open else "not_done"
        return PublicLight(name, None, deadline)
    return PublicLight("unknown", None, deadline)


def _done(outcome: Outcome, deadline: date | None) -> PublicLight:
    if deadline is None or outcome.on is None:
        return PublicLight("done_late" if outcome.state == "late_done" else "done", None, deadline)
    days = (outcome.on - deadline).days
    return PublicLight("done_late", days, deadline) if days > 0 else PublicLight("done", None, deadline)


@cache
def all_programmes() -> dict[str, Programme]:
    """Every programme by the name of its file, oldest first; none where the folder holds none.

    Raises
    ------
    PlanError : a file that lacks something, or says what cannot be.
    """
    found = [
        read_programme(read_yaml(file), file.name.removesuffix(".yaml"))
        for file in files(__package__).iterdir()
        if file.name.endswith(".yaml")
    ]
    found.sort(key=lambda programme: (programme.adopted_on or date.min, programme.code))
    return {programme.code: programme for programme in found}


def read_programme(raw: Mapping[str, Any], code: str) -> Programme:
    """A programme from what its file holds.

    Raises
    ------
    PlanError : a field that lacks, a day or a state that is none, or a key that stands twice.
    """
    head = raw["programme"] if isinstance(raw.get("programme"), Mapping) else raw
    _require(head, ("title", "adopted_on", "adopted_by", "source"), code)
    commitments = tuple(_commitment(one, code) for one in raw.get("commitments") or ())
    keys = [one.key for one in commitments]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise PlanError(f'The programme "{code}" has two commitments with the key "{twice[0]}".')
    return Programme(
        code, _text(head, "title"), _day(head, "adopted_on", code), _text(head, "adopted_by"), _text(head, "source"),
        _text(head, "source_url"), commitments,
    )  # fmt: skip


def _commitment(raw: Mapping[str, Any], code: str) -> Commitment:
    _require(raw, ("key", "text", "theme", "outcome"), code)
    where = f"{code}, {raw['key']}"
    outcome: Mapping[str, Any] = raw["outcome"]
    _require(outcome, ("state",), where)
    if outcome["state"] not in STATES:
        raise PlanError(f'{where}: the outcome is "{outcome["state"]}"; write one of {", ".join(STATES)}.')
    return Commitment(
        _text(raw, "key"), _text(raw, "text"), _text(raw, "theme"), _day(raw, "deadline", where),
        _text(raw, "deadline_source"),
        Outcome(
            outcome["state"], _day(outcome, "on", where), _text(outcome, "what"), _text(outcome, "source"),
            _text(outcome, "source_url"),
        ),
        bool(raw.get("checked", False)),
    )  # fmt: skip


def _require(raw: Mapping[str, Any], names: tuple[str, ...], where: str) -> None:
    lacking = [name for name in names if raw.get(name) in (None, "")]
    if lacking:
        raise PlanError(f'The programme file "{where}" lacks {", ".join(lacking)}.')


def _text(raw: Mapping[str, Any], name: str) -> str:
    return str(raw.get(name) or "").strip()


def _day(raw: Mapping[str, Any], name: str, where: str) -> date | None:
    value = raw.get(name)
    if value is None or type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise PlanError(f'{where}: {name} is "{value}"; write a day such as 2004-05-01, or leave it empty.') from None


def _theme_words(theme: str) -> str:
    return theme.partition("-")[2].replace("-", " ")


def texts() -> Iterator[str]:
    """What programmes say to a reader, so that it can be said in every language."""
    for programme in all_programmes().values():
        yield programme.title
        for commitment in programme.commitments:
            told = (commitment.text, _theme_words(commitment.theme), commitment.outcome.what)
            yield from (text for text in told if text)

"""A file of a screening into its record: strict, with the line and the field of every fault.

The form is described in docs/how-to/screen-a-measure.md. Stands on `nodes` and `forms`.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import yaml

from passerelle.base.errors import PasserelleError
from passerelle.measures.screening import nodes
from passerelle.measures.screening.forms import (
    ANSWERS,
    EFFECTS,
    Alternative,
    Answer,
    Dissent,
    Measure,
    Mitigation,
    Screener,
    Screening,
    Touched,
)
from passerelle.measures.screening.instruments import all_rights
from passerelle.measures.screening.questions import all_questions

Entry = TypeVar("Entry")
VERSION = "1"
FIELDS = (
    "screening", "measure", "rights", "answers", "mitigations", "dissent", "screeners", "screened_on", "review_by",
    "fingerprint",
)  # fmt: skip
_LISTS = {
    "measure": ("template", "origin", "destination", "transit", "parameters", "features"),
    "rights": ("right", "feature", "effect"),
    "answers": ("question", "right", "answer", "reason", "evidence", "alternatives"),
    "alternatives": ("name", "why_not"),
    "mitigations": ("text", "question", "by"),
    "dissent": ("by", "text", "question"),
    "screeners": ("name", "member", "department"),
}


def read_screening(text: str) -> Screening:
    """The screening that a YAML text holds. An answer that is left empty is not given.

    Raises
    ------
    ScreeningUnreadable : anything that is not a screening; the line and the field are named.
    """
    top = nodes.compose(text)
    found = nodes.fields(top, "", FIELDS, ("screening", "measure"))
    version = nodes.text(found["screening"], "screening")
    if version != VERSION:
        raise nodes.refuse(found["screening"], "screening", f'"{version}" is no version of the form; write {VERSION}.')
    measure = _measure(found["measure"])
    return Screening(
        measure=measure,
        touched=_once(
            [(n, at, _touched(n, at, measure)) for n, at in nodes.items(found.get("rights"), "rights")],
            lambda touched: (touched.right, touched.feature),
        ),
        answers=_once(
            [
                (n, at, answer)
                for n, at in nodes.items(found.get("answers"), "answers")
                if (answer := _answer(n, at)) is not None
            ],
            lambda answer: (answer.question, answer.right),
        ),
        mitigations=tuple(
            _mitigation(node, path) for node, path in nodes.items(found.get("mitigations"), "mitigations")
        ),
        dissent=tuple(_dissent(node, path) for node, path in nodes.items(found.get("dissent"), "dissent")),
        screeners=_once(
            [(n, at, _screener(n, at)) for n, at in nodes.items(found.get("screeners"), "screeners", 50)],
            lambda screener: screener.key,
        ),
        screened_on=nodes.day(found.get("screened_on"), "screened_on"),
        review_by=nodes.day(found.get("review_by"), "review_by"),
        fingerprint=nodes.text(found.get("fingerprint"), "fingerprint", 64),
    )


def _once(
    entries: Sequence[tuple[yaml.Node, str, Entry]], key: Callable[[Entry], tuple[str, str]]
) -> tuple[Entry, ...]:
    """The entries of a list, none of which stands twice."""
    seen: dict[tuple[str, str], str] = {}
    for node, path, entry in entries:
        if key(entry) in seen:
            what = " ".join(f'"{part}"' for part in key(entry) if part)
            raise nodes.refuse(node, path, f"{what} stands already in {seen[key(entry)]}.")
        seen[key(entry)] = path
    return tuple(entry for _, _, entry in entries)


def _measure(node: yaml.Node) -> Measure:
    measure = _as_written(node)
    try:
        _ = measure.where
    except PasserelleError as problem:
        raise nodes.refuse(node, "measure", str(problem)) from None
    return measure


def _as_written(node: yaml.Node) -> Measure:
    found = nodes.fields(node, "measure", _LISTS["measure"], ("template", "origin", "destination"))
    features = found.get("features")
    parameters = found.get("parameters")
    return Measure(
        template=nodes.text(found["template"], "measure.template", 80),
        origin=nodes.place(found["origin"], "measure.origin"),
        destination=nodes.place(found["destination"], "measure.destination"),
        transit=tuple(
            nodes.place(entry, path) for entry, path in nodes.items(found.get("transit"), "measure.transit", 10)
        ),
        parameters={
            name: nodes.scalar(value, f"measure.parameters.{name}")
            for name, (_, value) in (nodes.names(parameters, "measure.parameters") if parameters else {}).items()
        },
        features={
            name: nodes.filled_text(value, f"measure.features.{name}")
            for name, (_, value) in (nodes.names(features, "measure.features") if features else {}).items()
        },
    )


def _touched(node: yaml.Node, path: str, measure: Measure) -> Touched:
    found = nodes.fields(node, path, _LISTS["rights"], _LISTS["rights"])
    if not measure.features:
        raise nodes.refuse(node, path, "measure.features is empty; write there what touches a right, by a code.")
    return Touched(
        nodes.choice(found["right"], f"{path}.right", all_rights(), "right"),
        nodes.choice(found["feature"], f"{path}.feature", measure.features, "feature of the measure"),
        nodes.choice(found["effect"], f"{path}.effect", EFFECTS, "effect"),  # type: ignore[arg-type]
    )


def _answer(node: yaml.Node, path: str) -> Answer | None:
    found = nodes.fields(node, path, _LISTS["answers"], ("question",))
    question = nodes.choice(found["question"], f"{path}.question", all_questions(), "question")
    right = nodes.choice(found.get("right"), f"{path}.right", all_rights(), "right")
    if right and all_questions()[question].kind != "test":
        raise nodes.refuse(
            found["right"], f"{path}.right", f'"{question}" is asked of the whole measure, not of a right.'
        )
    given = nodes.choice(found.get("answer"), f"{path}.answer", ANSWERS, "answer")
    made = {
        "reason": nodes.text(found.get("reason"), f"{path}.reason"),
        "evidence": tuple(
            nodes.text(entry, at) for entry, at in nodes.items(found.get("evidence"), f"{path}.evidence", 50)
        ),
        "alternatives": tuple(
            _alternative(entry, at) for entry, at in nodes.items(found.get("alternatives"), f"{path}.alternatives", 50)
        ),
    }
    if not given:
        return None
    return Answer(question, given, right=right, **made)  # type: ignore[arg-type]


def _alternative(node: yaml.Node, path: str) -> Alternative:
    found = nodes.fields(node, path, _LISTS["alternatives"], _LISTS["alternatives"])
    return Alternative(nodes.text(found["name"], f"{path}.name"), nodes.text(found["why_not"], f"{path}.why_not"))


def _mitigation(node: yaml.Node, path: str) -> Mitigation:
    found = nodes.fields(node, path, _LISTS["mitigations"], ("text",))
    question = nodes.choice(found.get("question"), f"{path}.question", all_questions(), "question")
    return Mitigation(nodes.text(found["text"], f"{path}.text"), question, nodes.text(found.get("by"), f"{path}.by"))


def _dissent(node: yaml.Node, path: str) -> Dissent:
    found = nodes.fields(node, path, _LISTS["dissent"], ("by", "text"))
    question = nodes.choice(found.get("question"), f"{path}.question", all_questions(), "question")
    return Dissent(nodes.text(found["by"], f"{path}.by"), nodes.text(found["text"], f"{path}.text"), question)


def _screener(node: yaml.Node, path: str) -> Screener:
    found = nodes.fields(node, path, _LISTS["screeners"], ("name", "member"))
    name, member = (nodes.text(found[part], f"{path}.{part}", 200) for part in ("name", "member"))
    return Screener(name, member, nodes.text(found.get("department"), f"{path}.department", 200))

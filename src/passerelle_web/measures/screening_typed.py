"""What is typed in the form of a screening, into the library's records and back.

A feature that is left without an effect is kept as a feature that touches nothing yet; one that does not touch the
right here is left out. Stands on the library's screening.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.text import slugify
from django.utils.translation import get_language, gettext

from passerelle.base.places import LANGUAGES
from passerelle.base.words import say
from passerelle.measures import screening as library
from passerelle.measures.templates import Template

NOT_HERE = "none"
# Kinds of rows with the parts of each; rows that stand empty at the end of a list.
ROWS = {
    "feature": ("text", "right", "effect"),
    "todo": ("text", "by", "question"),
    "dissent": ("by", "text", "question"),
}
SPARE = {"feature": 2, "todo": 2, "dissent": 1}
TESTS = tuple(code for code, question in library.all_questions().items() if question.kind == "test")
MOST_LINES = 50
Row = tuple[str, str, str]


def usual_rows(templates: Iterable[Template]) -> list[Row]:
    """What measures of these templates usually touch, with no effect said yet."""
    language = get_language() or "en"
    rows = [(say(right.feature, language), right.right, "") for one in templates for right in one.rights]
    return list(dict.fromkeys(row for row in rows if row[1] in library.all_rights()))


def usual_pairs(templates: Iterable[Template]) -> set[tuple[str, str]]:
    """Feature and right of the same, in every language in which somebody may have begun."""
    rights = [right for one in templates for right in one.rights]
    return {(say(right.feature, language), right.right) for right in rights for language in LANGUAGES}


# From a record to what stands in the form -------------------------------------------------------------


def first_values(templates: Sequence[Template], last: date) -> dict[str, Any]:
    """What stands in the form of a first screening."""
    return _rows_of("feature", usual_rows(templates)) | _rows_of("todo", []) | _rows_of("dissent", []) | {
        "review_by": last
    }  # fmt: skip


def values_of(screening: library.Screening, templates: Sequence[Template], last: date) -> dict[str, Any]:
    """What stands in the form that begins from an earlier screening."""
    features = screening.measure.features
    rows = [(features[t.feature], t.right, str(t.effect)) for t in screening.touched]
    touching = {t.feature for t in screening.touched}
    usual = usual_rows(templates)
    rights = dict(usual_pairs(templates))
    rows += [(text, rights.get(text, ""), "") for code, text in features.items() if code not in touching]
    there = {row[1] for row in rows}
    rows += [(text, right, NOT_HERE) for text, right, _ in usual if right not in there]
    found = _rows_of("feature", rows) | {"review_by": last}
    found |= _rows_of("todo", [(m.text, m.by, m.question) for m in screening.mitigations])
    found |= _rows_of("dissent", [(d.by, d.text, d.question) for d in screening.dissent])
    singles: dict[str, int] = {}
    for answer in screening.answers:
        name = answer.question
        if answer.right:
            name = f"{answer.question}-{singles.setdefault(answer.question, 0)}"
            singles[answer.question] += 1
        found |= _answer_values(name, answer)
    return found | {f"rows-{code}": count + 1 for code, count in singles.items()}


def _answer_values(name: str, answer: library.Answer) -> dict[str, str]:
    return {
        f"{name}-right": answer.right,
        f"{name}-answer": answer.answer,
        f"{name}-reason": answer.reason,
        f"{name}-evidence": "\n".join(answer.evidence),
        f"{name}-alternatives": "\n".join(f"{one.name}: {one.why_not}" for one in answer.alternatives),
    }


def _rows_of(kind: str, rows: Sequence[Row]) -> dict[str, Any]:
    found: dict[str, Any] = {f"rows-{kind}": len(rows) + SPARE[kind]}
    for at, row in enumerate(rows):
        found |= {f"{kind}-{at}-{part}": value for part, value in zip(ROWS[kind], row, strict=True)}
    return found


def with_more(data: Mapping[str, Any]) -> dict[str, Any]:
    """All that was typed, with further rows of every kind."""
    found: dict[str, Any] = {name: data[name] for name in data if name != "csrfmiddlewaretoken"}
    for name in (*ROWS, *TESTS):
        count = str(found.get(f"rows-{name}", "0"))
        found[f"rows-{name}"] = (int(count) if count.isascii() and count.isdigit() else 0) + SPARE.get(name, 1)
    return found


# From what was typed to a record ----------------------------------------------------------------------


@dataclass
class Reader:
    """Reads cleaned values; what could not be kept as it was typed stands in `faults`, by field."""

    values: Mapping[str, Any]
    counts: Mapping[str, int]
    singles: Mapping[str, int]
    usual: Set[tuple[str, str]]
    faults: list[tuple[str, str]] = field(default_factory=list)

    def screening(self, review_by: date | None) -> dict[str, Any]:
        """The parts of a screening: features, rights touched, answers, mitigations, dissent, day of review."""
        features, touched = self._features()
        return {
            "features": features,
            "touched": touched,
            "answers": tuple(self._answers()),
            "mitigations": tuple(self._mitigations()),
            "dissent": tuple(self._dissent()),
            "review_by": review_by,
        }

    def _get(self, name: str) -> str:
        return str(self.values.get(name) or "").strip()

    def _rows(self, kind: str) -> Iterable[tuple[str, tuple[str, ...]]]:
        for at in range(self.counts[kind]):
            row = tuple(self._get(f"{kind}-{at}-{part}") for part in ROWS[kind])
            if any(row):
                yield f"{kind}-{at}", row

    def _fault(self, name: str, said: str) -> None:
        self.faults.append((name, said))

    def _features(self) -> tuple[dict[str, str], tuple[library.Touched, ...]]:
        codes: dict[str, str] = {}
        touched: dict[tuple[str, str], library.Touched] = {}
        unsaid = 0
        for name, (text, right, effect) in self._rows("feature"):
            if effect == NOT_HERE or not self._is_whole(name, text, right, effect):
                continue
            text = " ".join(text.split())
            code = codes.setdefault(text, _code(text, codes.values()))
            if not effect:
                unsaid += 1
            elif (right, code) in touched:
                self._fault(f"{name}-right", gettext("This right stands above already with the same feature."))
            else:
                touched[right, code] = library.Touched(right, code, effect)  # type: ignore[arg-type]
        if unsaid and self._get("rights-answer") == "yes":
            said = gettext("Your answer is yes, but for some lines above it is not said what the feature does.")
            self._fault("rights-answer", said)
        return {code: text for text, code in codes.items()}, tuple(touched.values())

    def _is_whole(self, name: str, text: str, right: str, effect: str) -> bool:
        """Can the row be kept as it stands? A usual one may wait for its effect."""
        if not text:
            self._fault(f"{name}-text", gettext("Say which feature of the measure touches the right."))
        elif not right:
            self._fault(f"{name}-right", gettext("Choose the right that this feature touches."))
        elif not effect and (text, right) not in self.usual:
            self._fault(f"{name}-effect", gettext("Say what the feature does to the right."))
        else:
            return True
        return False

    def _answers(self) -> Iterable[library.Answer]:
        for question in library.all_questions().values():
            found = self._answer(question.code, question.code)
            if found is not None:
                yield found
            seen: set[str] = set()
            for at in range(self.singles.get(question.code, 0)):
                one = self._single(question.code, f"{question.code}-{at}", seen)
                if one is not None:
                    yield one

    def _single(self, question: str, name: str, seen: set[str]) -> library.Answer | None:
        """An answer about one right."""
        right = self._get(f"{name}-right")
        found = self._answer(question, name, right)
        if not right:
            if found is not None:
                self._fault(f"{name}-right", gettext("Choose the right that this answer is about."))
            return None
        if found is None and not any(fault[0] == f"{name}-answer" for fault in self.faults):
            self._fault(f"{name}-answer", gettext("Give the answer for this right."))
        if right in seen:
            self._fault(f"{name}-right", gettext("This right has an answer of its own above already."))
            return None
        seen.add(right)
        return found

    def _answer(self, question: str, name: str, right: str = "") -> library.Answer | None:
        given, reason = self._get(f"{name}-answer"), self._get(f"{name}-reason")
        evidence = tuple(self._lines(f"{name}-evidence"))
        alternatives = tuple(self._alternatives(f"{name}-alternatives"))
        if not given:
            if reason or evidence or alternatives:
                said = gettext("Choose an answer, so that what you wrote is kept; “not known” is one.")
                self._fault(f"{name}-answer", said)
            return None
        return library.Answer(question, given, reason, right, evidence, alternatives)  # type: ignore[arg-type]

    def _lines(self, name: str) -> list[str]:
        lines = [line.strip() for line in self._get(name).splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            self._fault(name, gettext("At most {most} lines.").format(most=MOST_LINES))
        return lines

    def _alternatives(self, name: str) -> Iterable[library.Alternative]:
        for line in self._lines(name):
            called, _colon, why = (part.strip() for part in line.partition(":"))
            if called and why:
                yield library.Alternative(called, why)
            else:
                said = gettext("“{line}”: write its name, a colon, and why it was not taken.")
                self._fault(name, said.format(line=line if len(line) < 60 else f"{line[:60]}…"))

    def _mitigations(self) -> Iterable[library.Mitigation]:
        for name, (text, by, question) in self._rows("todo"):
            if text:
                yield library.Mitigation(text, question, by)
            else:
                self._fault(f"{name}-text", gettext("Say what is to be done."))

    def _dissent(self) -> Iterable[library.Dissent]:
        for name, (by, text, question) in self._rows("dissent"):
            if by and text:
                yield library.Dissent(by, text, question)
            elif by:
                self._fault(f"{name}-text", gettext("Say what they hold."))
            else:
                self._fault(f"{name}-by", gettext("Say whose view it is."))


def _code(text: str, taken: Iterable[str]) -> str:
    """A code for a feature: its words, or a number where the letters are none of ours."""
    wanted = slugify(text)[:40].strip("-") or "feature"
    others, at, code = set(taken), 2, wanted
    while code in others:
        code, at = f"{wanted}-{at}", at + 1
    return code

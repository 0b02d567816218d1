"""What follows from a screening: stopped, incomplete, or no stop found. Nothing is added up, weighed or averaged.

The first "no" in the order of the questions stops, whatever else was answered. Stands on `forms` and `standings`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from passerelle.base.places import place_of
from passerelle.base.words import listed, mark, say
from passerelle.measures.screening.forms import (
    ANSWERS,
    EFFECTS,
    Answer,
    Measure,
    Screening,
    ScreeningError,
    are_independent,
)
from passerelle.measures.screening.instruments import Article, absolute_rights, all_instruments, right_text
from passerelle.measures.screening.questions import Question, all_questions
from passerelle.measures.screening.standings import Binding

Outcome = Literal["stopped", "incomplete", "no stop found"]
OUTCOMES: dict[str, str] = {
    "stopped": mark("stopped"),
    "incomplete": mark("incomplete"),
    "no stop found": mark("no stop found"),
}
# What is missing, by code; those below the line are about the screening as a whole.
LACKS: dict[str, str] = {
    "unanswered": mark("not answered"),
    "unknown": mark("answered “not known”"),
    "reason": mark("the answer gives no reason"),
    "evidence": mark("no law, text or address is named as evidence"),
    "alternatives": mark("no less restrictive alternative is named"),
    "never_passed": mark("this question cannot be passed over"),
    "limited": mark("a right is limited, so this question cannot be passed over"),
    "untouched": mark("no right is named, though the answer says that all are"),
    "touched": mark("rights are named, so this question cannot be passed over"),
    "features": mark("no feature of the measure is named"),
    "instruments": mark("no instrument is recorded as binding any of the places"),
    "screeners": mark("two persons of different members or departments have to screen"),
    "screened_on": mark("the day of the screening is not given"),
    "review_by": mark("the day of review is not given"),
    "review_before": mark("the day of review comes before the screening"),
    "later": mark("the day of the screening comes after the day asked about"),
    "changed": mark("out of date: the measure has changed since it was screened"),
    "review_passed": mark("out of date: the day of review has passed"),
}
_BY_LAW = mark("This right admits no limitation; the feature “{feature}” limits it.")
_UNRECORDED = mark("No instrument is recorded that says so here; it stops all the same.")
_BEST = mark("No stop found, by {people}, on {day}, under {instruments}.")
_INCOMPLETE = mark("Incomplete: {what}.")
_STOPPED = mark("Stopped at “{question}”: {reason}")
_NO_REASON = mark("no reason is given")


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a measure stopped: the question, the right where it is about one, the articles, the reason.

    `feature` is the one that limits an absolute right; the reason then follows from that.
    """

    question: str
    right: str
    reason: str
    articles: tuple[Article, ...]
    feature: str = ""

    def text(self, language: str = "en") -> str:
        """Why, in a sentence or in the screeners' own words."""
        if not self.feature:
            return self.reason or say(_NO_REASON, language)
        parts = [say(_BY_LAW, language).format(feature=self.feature)]
        return " ".join(parts if self.articles else [*parts, say(_UNRECORDED, language)])

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """As plain values."""
        return {
            "question": self.question,
            "title": say(all_questions()[self.question].title, language),
            "right": self.right,
            "right_title": right_text(self.right, language) if self.right else "",
            "reason": self.text(language),
            "articles": [article.as_dict(language) for article in self.articles],
        }


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing: the question it belongs to ("" for the screening as a whole), the right, the code."""

    what: str
    question: str = ""
    right: str = ""

    def text(self, language: str = "en") -> str:
        """As a sentence without its end."""
        parts = [say(all_questions()[self.question].title, language)] if self.question else []
        if self.right:
            parts.append(right_text(self.right, language))
        return ": ".join(
            [" – ".join(parts), say(LACKS[self.what], language)] if parts else [say(LACKS[self.what], language)]
        )

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """As plain values."""
        return {"question": self.question, "right": self.right, "what": self.what, "said": self.text(language)}


@dataclass(frozen=True, slots=True)
class Result:
    """What a screening leads to on a day, with the screening and the instruments it rests on."""

    outcome: Outcome
    stopped: Stop | None
    missing: tuple[Missing, ...]
    screening: Screening
    binding: Binding
    measure: Measure

    @property
    def is_out_of_date(self) -> bool:
        """Has the measure changed since, or has the day of review passed?"""
        return is_out_of_date(self.screening, on=self.binding.on, measure=self.measure)

    def sentence(self, language: str = "en") -> str:
        """The result in one sentence; the best is "no stop found, by whom, when, under which instruments"."""
        if self.stopped:
            title = say(all_questions()[self.stopped.question].title, language)
            return say(_STOPPED, language).format(question=title, reason=self.stopped.text(language))
        if self.missing:
            return say(_INCOMPLETE, language).format(what=self.missing[0].text(language))
        people = listed([s.name for s in self.screening.screeners], language)
        instruments = [say(all_instruments()[code].title, language) for code in self.binding.instruments]
        day = self.screening.screened_on.isoformat() if self.screening.screened_on else ""
        return say(_BEST, language).format(people=people, day=day, instruments=listed(instruments, language))

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """All that a printed annex needs, as plain records, with titles in a language."""
        s = self.screening
        return {
            "outcome": self.outcome,
            "outcome_said": say(OUTCOMES[self.outcome], language),
            "sentence": self.sentence(language),
            "stopped": self.stopped.as_dict(language) if self.stopped else None,
            "missing": [lack.as_dict(language) for lack in self.missing],
            "out_of_date": self.is_out_of_date,
            "measure": _measure_dict(self.measure, language),
            "rights": [_touched_dict(self, touched, language) for touched in s.touched],
            "questions": [_question_dict(s, question, language) for question in all_questions().values()],
            "binding": self.binding.as_dict(language),
            "mitigations": [{"text": m.text, "question": m.question, "by": m.by} for m in s.mitigations],
            "dissent": [{"by": d.by, "text": d.text, "question": d.question} for d in s.dissent],
            "screeners": [{"name": p.name, "member": p.member, "department": p.department} for p in s.screeners],
            "screened_on": s.screened_on.isoformat() if s.screened_on else None,
            "review_by": s.review_by.isoformat() if s.review_by else None,
            "fingerprint": s.fingerprint or s.measure.fingerprint,
        }


def _measure_dict(measure: Measure, language: str) -> dict[str, Any]:
    places = [measure.origin, *measure.transit, measure.destination]
    return {
        "template": measure.template,
        "places": [{"iso3": iso3, "name": place_of(iso3).name(language)} for iso3 in places],
        "parameters": dict(measure.parameters),
        "features": dict(measure.features),
    }


def _touched_dict(result: Result, touched: Any, language: str) -> dict[str, Any]:
    articles = result.binding.articles(touched.right)
    return {
        "right": touched.right,
        "title": right_text(touched.right, language),
        "feature": touched.feature,
        "feature_said": result.screening.measure.features[touched.feature],
        "effect": touched.effect,
        "effect_said": say(EFFECTS[touched.effect], language),
        "articles": [article.as_dict(language) for article in articles],
    }


def _question_dict(screening: Screening, question: Question, language: str) -> dict[str, Any]:
    given = [answer for answer in screening.answers if answer.question == question.code]
    return question.as_dict(language) | {"answers": [_answer_dict(answer, language) for answer in given]}


def _answer_dict(answer: Answer, language: str) -> dict[str, Any]:
    return {
        "answer": answer.answer,
        "answer_said": say(ANSWERS[answer.answer], language),
        "right": answer.right,
        "right_title": right_text(answer.right, language) if answer.right else "",
        "reason": answer.reason,
        "evidence": list(answer.evidence),
        "alternatives": [{"name": a.name, "why_not": a.why_not} for a in answer.alternatives],
    }


def screen(screening: Screening, binding: Binding, *, measure: Measure | None = None) -> Result:
    """What a screening leads to under the instruments that bind on a day.

    Parameters
    ----------
    measure : the measure as it is today, where it is kept elsewhere; the screening's own where not given.

    Raises
    ------
    ScreeningError : the instruments are those of other places.
    """
    today = measure or screening.measure
    places = (today.origin, *today.transit, today.destination)
    if binding.places != places:
        raise ScreeningError(
            f"The instruments are those of {', '.join(binding.places)}; the measure is on {', '.join(places)}."
        )
    stop = next(_stops(screening, binding), None)
    lacks = tuple(_lacks(screening, binding, today))
    outcome: Outcome = "stopped" if stop else "incomplete" if lacks else "no stop found"
    return Result(outcome, stop, lacks, screening, binding, today)


def is_out_of_date(screening: Screening, *, on: date, measure: Measure | None = None) -> bool:
    """Has the measure changed since it was screened, or has the day of review passed?"""
    return any(_out_of_date(screening, on, measure or screening.measure))


def _out_of_date(screening: Screening, on: date, measure: Measure) -> Iterator[Missing]:
    if (screening.fingerprint or screening.measure.fingerprint) != measure.fingerprint:
        yield Missing("changed")
    if screening.review_by and screening.review_by < on:
        yield Missing("review_passed")


def _stops(screening: Screening, binding: Binding) -> Iterator[Stop]:
    """Every stop in the order of the questions; of one question the right that stands first."""
    for question in all_questions().values():
        if question.code == "absolute":
            yield from _absolute_stops(screening, binding)
        for answer in screening.answers:
            if answer.question == question.code and answer.answer == "no":
                articles = binding.articles(answer.right, absolute=question.code == "absolute") if answer.right else ()
                yield Stop(question.code, answer.right, answer.reason, articles)


def _absolute_stops(screening: Screening, binding: Binding) -> Iterator[Stop]:
    """A right without limitation that a feature limits stops, whatever was answered."""
    for touched in screening.touched:
        if touched.is_limited and touched.right in absolute_rights():
            feature = screening.measure.features[touched.feature]
            yield Stop("absolute", touched.right, "", binding.articles(touched.right, absolute=True), feature)


def _lacks(screening: Screening, binding: Binding, measure: Measure) -> Iterator[Missing]:
    """All that is missing: questions in their order, then the screening as a whole."""
    if not screening.measure.features:
        yield Missing("features", "rights")
    for question in all_questions().values():
        yield from _of_question(question, screening)
    if not binding.instruments:
        yield Missing("instruments")
    if not are_independent(screening.screeners):
        yield Missing("screeners")
    yield from _of_days(screening, binding.on)
    yield from _out_of_date(screening, binding.on, measure)


def _of_question(question: Question, screening: Screening) -> Iterator[Missing]:
    """What is missing of one question; a test is asked of every right that is limited."""
    rights = screening.limited if question.kind == "test" else ()
    for right in rights or ("",):
        lack = _of_answer(question, screening.answer_to(question.code, right), screening)
        if lack:
            yield Missing(lack, question.code, right)


def _of_answer(question: Question, answer: Answer | None, screening: Screening) -> str:
    """The code of what an answer lacks; "" where nothing."""
    if answer is None:
        return "unanswered"
    if answer.answer == "unknown":
        return "unknown"
    if not answer.reason.strip():
        return "reason"
    if answer.answer == "not_applicable":
        return _passed_over(question, screening)
    if answer.answer == "yes":
        if question.kind == "rights" and not screening.touched:
            return "untouched"
        return next((need for need in sorted(question.needs) if not getattr(answer, need) and screening.limited), "")
    return ""


def _passed_over(question: Question, screening: Screening) -> str:
    """Why a question cannot be answered not_applicable; "" where it can."""
    if question.never_passed:
        return "never_passed"
    if question.kind == "rights" and screening.touched:
        return "touched"
    limited = set(screening.limited)
    if limited and (question.kind == "test" or limited & question.asked_with):
        return "limited"
    return ""


def _of_days(screening: Screening, on: date) -> Iterator[Missing]:
    if screening.screened_on is None:
        yield Missing("screened_on")
    elif screening.screened_on > on:
        yield Missing("later")
    if screening.review_by is None:
        yield Missing("review_by")
    elif screening.screened_on and screening.review_by <= screening.screened_on:
        yield Missing("review_before")

"""The scale of evidence: by how a result was found, how sure is it that the practice brought it about?

Seven grades, from an opinion to a review of many studies. A grade judges a way of finding out, never a practice nor
who told it. Stands on `base`.

Sources: grades 3 to 6 are levels 2 to 5 of the Maryland Scientific Methods Scale (Sherman and others, Preventing
Crime: What Works, What Doesn't, What's Promising, 1997, chapter 2; Farrington, Gottfredson, Sherman and Welsh, in
Evidence-Based Crime Prevention, 2002); both ends are those of the Oxford Centre for Evidence-Based Medicine's Levels
of Evidence (2011).
"""

from dataclasses import dataclass
from enum import IntEnum

from passerelle.base.words import mark, say

SOURCE = (
    "Sherman, L. W., Gottfredson, D., MacKenzie, D., Eck, J., Reuter, P. and Bushway, S. (1997), Preventing Crime: "
    "What Works, What Doesn’t, What’s Promising, chapter 2; Farrington, D. P., Gottfredson, D. C., Sherman, L. W. and "
    "Welsh, B. C. (2002), The Maryland Scientific Methods Scale, in Evidence-Based Crime Prevention; Oxford Centre for "
    "Evidence-Based Medicine (2011), Levels of Evidence"
)


class Grade(IntEnum):
    """How a result was found; a higher one leaves fewer other explanations."""

    OPINION = 1
    DESCRIPTIVE = 2
    BEFORE_AFTER = 3
    COMPARISON = 4
    QUASI_EXPERIMENT = 5
    RANDOMISED = 6
    REVIEW = 7


@dataclass(frozen=True, slots=True)
class Meaning:
    """A grade in words: its name, what it takes, what may still explain the result, and how a sentence says it."""

    title: str
    takes: str
    leaves: str
    shown_by: str


MEANINGS = {
    Grade.OPINION: Meaning(
        mark("opinion"),
        mark("People who know it say so; nothing was counted."),
        mark("Everything: nobody measured what was before or after."),
        mark("in the opinion of those who tell it"),
    ),
    Grade.DESCRIPTIVE: Meaning(
        mark("descriptive"),
        mark("Something was counted once: how many took part, what they said, where they stood at the end."),
        mark("Whether anything changed, and why."),
        mark("by a count without a comparison"),
    ),
    Grade.BEFORE_AFTER: Meaning(
        mark("before and after"),
        mark("The same was measured before and after, among those who took part."),
        mark("Whatever else changed meanwhile, such as the economy or the season."),
        mark("by a comparison of before and after"),
    ),
    Grade.COMPARISON: Meaning(
        mark("comparison group"),
        mark("It was measured before and after, among those who took part and among similar people who did not."),
        mark("That those who took part were others from the start."),
        mark("by a comparison with a group that took no part"),
    ),
    Grade.QUASI_EXPERIMENT: Meaning(
        mark("quasi-experiment"),
        mark(
            "Who took part was decided by something that has nothing to do with the result, or known differences were "
            "accounted for: a threshold, a date, a matched group."
        ),
        mark("Differences that nobody measured."),
        mark("by a quasi-experiment"),
    ),
    Grade.RANDOMISED: Meaning(
        mark("randomised trial"),
        mark("Chance decided who took part, and both groups were followed."),
        mark("Little here; whether it would be so elsewhere, it does not say."),
        mark("by a randomised trial"),
    ),
    Grade.REVIEW: Meaning(
        mark("systematic review"),
        mark("Several such studies were sought by a plan written beforehand and read together."),
        mark("Least of all; it speaks of the kind of practice, not of this one alone."),
        mark("by a systematic review of several studies"),
    ),
}  # fmt: skip


def title_of(grade: int, language: str = "en") -> str:
    """The name of a grade."""
    return say(MEANINGS[Grade(grade)].title, language)


def shown_by(grade: int, language: str = "en") -> str:
    """How a sentence says by what a result is shown: "by a randomised trial"."""
    return say(MEANINGS[Grade(grade)].shown_by, language)

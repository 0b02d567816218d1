"""An answer as the paper that is printed: the same words as on the page.

Holds no verdict of its own. Stands on `results`.
"""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from passerelle.base.words import listed, say
from passerelle.output.advice import paper
from passerelle.rules.compiling import Law
from passerelle.rules.overview import OUTSIDE
from passerelle_web.advice.asking import Asked
from passerelle_web.advice.results import shown, told_shown
from passerelle_web.advice.shown import GroupShown, PartShown, day_said, place_name, summary


def paper_of(asked: Asked, law: Law) -> paper.Paper:
    """The reasoning of an answer."""
    language = get_language() or "en"
    held = shown(asked, law)
    where = listed(sorted(place_name(one, language) for one in asked.chosen), language) if asked.chosen else ""
    lead = (
        where
        or (
            _("All members of the Union.") if asked.goal.groupings == ("EU",) else _("All members of these groupings.")
        ),
        _("The rules are those of %(day)s.") % {"day": day_said(asked.day)},
        _("Information, not legal advice.")
        + " "
        + _("It is about the law of the Union. What is not open here may be open under a state’s own law."),
    )
    standings = tuple((label, ", ".join(one.title for one in ways)) for label, ways in summary(held, language))
    return paper.Paper(
        say(asked.goal.label, language) + ": " + _("what is open"),
        language,
        asked.day,
        lead,
        tuple((one.ask, one.said) for one in told_shown(asked, law)),
        standings,
        tuple(_part(one) for one in held if one.standing != OUTSIDE),
        _words(language),
    )


def _part(one: PartShown) -> paper.Part:
    return paper.Part(
        one.title,
        f"{one.act} · {one.act_title}",
        tuple(_group(group) for group in one.groups),
        tuple(one.bring),
        tuple(one.comes_with),
        tuple((day, says) for day, says, _cites in one.ahead),
    )


def _group(group: GroupShown) -> paper.Group:
    rows = tuple(
        paper.Row(
            one.verdict, one.state, one.says, one.seen, "; ".join(cite.said for cite in one.articles), one.checked
        )
        for one in group.conditions
    )
    values = tuple(
        paper.Value(row.place, row.amount, row.what, row.since, f"{'; '.join(row.sources)} ({row.status})")
        for row in group.thresholds
    )
    return paper.Group(group.label, group.places, rows, values, (*group.changes, *group.notes))


def _words(language: str) -> dict[str, str]:
    """Words of the house on paper."""
    return {
        "Page": say("Page", language),
        "of": say("of", language),
        "What was said": _("What was said"),
        "To bring": _("To bring"),
        "Rights that come with it": _("Rights that come with it"),
        "The way ahead": _("The way ahead"),
        "National values": _("National values"),
        "State": _("State"),
        "Value": _("Value"),
        "What": _("What"),
        "From": _("From"),
        "Source": _("Source"),
        "What is open": _("What is open"),
        "Ways in": _("Ways in"),
    }

"""Are the codes of a practice known: its themes, places, route, region, kind of measure, language, links?

The forms ask the same field by field; this is for what comes in by other ways. Stands on `library`.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from passerelle.base.corridors import named_routes
from passerelle.base.groupings import named_grouping
from passerelle.base.places import all_places
from passerelle.exchange.practices.checking import clashes
from passerelle.exchange.practices.records import Practice
from passerelle.measures.templates import all_templates
from passerelle_web.library.checking import day_of
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.themes import is_theme
from passerelle_web.practices.steps import LACKS
from passerelle_web.texts.languages import is_language


def known(practice: Practice) -> Practice:
    """The practice, if all its codes are known and nothing in it clashes.

    Raises
    ------
    CannotBeDone : naming what is strange.
    """
    if strange := list(_strange(practice)):
        raise CannotBeDone(_("Not known: %(codes)s.") % {"codes": ", ".join(one[:60] for one in strange[:10])})
    if clash := next(clashes(practice), None):
        raise CannotBeDone(_("To mend: %(what)s.") % {"what": LACKS[clash][1]})
    return practice


def _strange(practice: Practice) -> Iterator[str]:
    yield from (code for code in practice.themes if not is_theme(code))
    named = (practice.origin, practice.destination, *practice.places)
    yield from (code for code in named if code and code not in all_places())
    if practice.route and practice.route not in named_routes():
        yield practice.route
    if practice.region and named_grouping(practice.region) is None:
        yield practice.region
    if practice.template and practice.template not in all_templates():
        yield practice.template
    if not is_language(practice.language):
        yield practice.language
    yield from (text for text in (practice.since, practice.until) if text and day_of(text) is None)
    links = (*(one.link for one in practice.contacts), *(one.link for one in practice.sources))
    yield from (link for link in links if link and not link.startswith(("http://", "https://")))

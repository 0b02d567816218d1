"""What differs between two versions of a practice, field by field.

The comparison of words is `texts.differences`. Stands on `shown`.
"""

from django.utils.translation import gettext

from passerelle.exchange.practices.grades import title_of
from passerelle.exchange.practices.principles import principle_of
from passerelle.exchange.practices.records import Practice as Record
from passerelle.exchange.practices.telling import cost_text, result_text, when_text, where_text
from passerelle_web.people.themes import theme_name
from passerelle_web.practices.shown import spoken
from passerelle_web.practices.told import LABELS
from passerelle_web.texts.differences import Piece, differences


def as_texts(record: Record) -> dict[str, str]:
    """A practice as texts under headings, in the reader's language where the house says it."""
    language = spoken()
    found = {str(label): str(getattr(record, name)) for name, label in LABELS.items()}
    found[gettext("Where")] = where_text(record, language)
    found[gettext("When")] = when_text(record, language)
    found[gettext("Themes")] = "\n".join(theme_name(code) for code in record.themes)
    found[gettext("Principles")] = "\n".join(principle_of(number, language) for number in record.principles)
    found[gettext("Cost")] = " · ".join(part for part in (cost_text(record, language), record.cost_of) if part)
    found[gettext("Results")] = "\n".join(
        f"{result_text(one, language)} ({title_of(one.grade, language)}; {one.source})" for one in record.results
    )
    found[gettext("Contacts")] = "\n".join(f"{one.organisation} {one.link}".strip() for one in record.contacts)
    found[gettext("Sources")] = "\n".join(f"{one.citation} {one.link}".strip() for one in record.sources)
    return found


def compared(before: Record, after: Record) -> list[tuple[str, list[Piece]]]:
    """The fields that differ, each with its pieces."""
    one, other = as_texts(before), as_texts(after)
    return [(name, differences(one[name], other[name])) for name in other if one[name] != other[name]]

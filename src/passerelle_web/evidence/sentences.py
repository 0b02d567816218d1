"""The sentence with which a page opens: made from the figures, never more than they carry.

Holds no figures. Stands on `rows`.
"""

from collections.abc import Sequence

from passerelle.evidence.corridors import Known
from passerelle.evidence.wording import value_text, when_text
from passerelle_web.evidence.rows import newest_of


def sentences(
    known: Known, templates: Sequence[tuple[str, str]], names: dict[str, str], *, year: int, language: str
) -> list[str]:
    """One sentence for each (indicator, template) of which something is known, in order.

    Templates have `{value}`, `{when}` ("in 2020", or "(last known, 2020)" where the figure is old in `year`) and the
    keys of `names`: countries as they stand in a sentence.
    """
    said = []
    for name, template in templates:
        figure = newest_of(known, name)
        if figure.is_known:
            value = value_text(figure, language, short=True)
            text = template.format(value=value, when=when_text(figure, year, language), **names)
            said.append(text[:1].upper() + text[1:])
    return said

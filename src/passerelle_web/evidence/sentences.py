"""The sentence with which a page opens: made from the figures, never more than they carry.

Holds no figures. Stands on `rows`.
"""

from collections.abc import Sequence

from passerelle.evidence.corridors import Known
from passerelle_web.evidence.rows import Papers, cell_known


def sentences(
    known: Known, templates: Sequence[tuple[str, str]], names: dict[str, str], *, year: int, language: str
) -> list[str]:
    """One sentence for each (indicator, template) of which something is known, in order.

    Templates have `{value}`, `{period}` and the keys of `names`: countries as they stand in a sentence.
    """
    papers = Papers()
    said = []
    for name, template in templates:
        cell = cell_known(known, name, papers, year=year, language=language, short=True)
        if cell.is_known:
            said.append(template.format(value=cell.value, period=cell.period, **names))
    return said

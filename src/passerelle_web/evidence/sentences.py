"""The sentence with which a page opens: made from the figures, never more than they carry.

Holds no figures. Stands on `rows`.
"""

from collections.abc import Sequence

from passerelle.evidence.corridors import Known
from passerelle_web.evidence.rows import Papers, cell_known

# English puts an article before these; the other languages' sentences name the country in brackets instead.
_WITH_ARTICLE = (
    "Bahamas", "British Virgin Islands", "Caribbean Netherlands", "Cayman Islands", "Central African Republic",
    "Channel Islands", "Comoros", "Cook Islands", "Dominican Republic", "DR Congo", "Falkland Islands",
    "Faroe Islands", "Gambia", "Isle of Man", "Maldives", "Marshall Islands", "Netherlands", "Netherlands Antilles",
    "Northern Mariana Islands", "Philippines", "Pitcairn Islands", "Seychelles", "Solomon Islands", "Soviet Union",
    "Turks and Caicos Islands", "U.S. Virgin Islands", "Vatican City", "Åland Islands",
)  # fmt: skip


def in_sentence(name: str, language: str) -> str:
    """A country's name as it stands in a sentence: "the Netherlands", "the United States"."""
    if language == "en" and (name in _WITH_ARTICLE or name.startswith("United ")):
        return f"the {name}"
    return name


def sentences(
    known: Known, templates: Sequence[tuple[str, str]], names: dict[str, str], *, year: int, language: str
) -> list[str]:
    """One sentence for each (indicator, template) of which something is known, in order.

    Templates have `{value}`, `{period}` and the keys of `names`, which are countries' names.
    """
    papers = Papers()
    placed = {key: in_sentence(name, language) for key, name in names.items()}
    said = []
    for name, template in templates:
        cell = cell_known(known, name, papers, year=year, language=language, short=True)
        if cell.is_known:
            said.append(template.format(value=cell.value, period=cell.period, **placed))
    return said

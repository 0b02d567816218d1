"""The eleven common basic principles for immigrant integration policy, in our own words: a handbook is ordered by them.

Source: Council of the European Union, 2618th meeting (Justice and Home Affairs), 19 November 2004, document 14615/04,
annex. Holds no practices. Stands on `base`.
"""

from passerelle.base.words import mark, say

SOURCE = (
    "Council of the European Union, Common Basic Principles for Immigrant Integration Policy in the European Union, "
    "19 November 2004, document 14615/04"
)
PRINCIPLES = {
    1: mark("A two-way process: newcomers and residents adapt to one another"),
    2: mark("Respect for the basic values of the Union"),
    3: mark("Work, and what migrants contribute by it, made visible"),
    4: mark("Basic knowledge of language, history and institutions"),
    5: mark("Education that prepares migrants and above all their children"),
    6: mark("Equal access to institutions, goods and services"),
    7: mark("Frequent contact between migrants and other residents"),
    8: mark("Freedom of cultures and religions, within other rights and the law"),
    9: mark("A part in democracy and in making integration policy, above all locally"),
    10: mark("Integration in every policy and at every level of government"),
    11: mark("Clear goals, indicators and evaluation"),
}


def principle_of(number: int, language: str = "en") -> str:
    """The short title of a principle."""
    return say(PRINCIPLES[number], language)

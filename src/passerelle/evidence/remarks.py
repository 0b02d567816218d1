"""Remarks and methods that figures carry, said in the language of the reader.

Publishers' remarks stand in the store in English, several parted by semicolons; here is what they are translated by.
A remark with a number or a year in it is a form with names in braces. Stands on `base`.
"""

import re
from functools import cache

from passerelle.base.places import all_places, place_of
from passerelle.base.words import listed, mark, say

_FORMS = (
    mark("by country of birth"),
    mark("by citizenship"),
    mark("refugees added"),
    mark("imputed"),
    mark("sum of the sexes, each rounded to five by the publisher"),
    mark("stateless"),
    mark("published under the code {code}"),
    mark("published under the former code {code}"),
    mark("marked {sign} in the publisher’s table"),
    mark("Sudan before the independence of South Sudan in 2011"),
    mark("Ethiopia before the independence of Eritrea in 1993"),
    mark("the Federal Republic of Germany before the union of 1990"),
    mark("Democratic Yemen before the union of 1990"),
    mark("the Yemen Arab Republic before the union of 1990"),
    mark("Tibetans (the publisher's code TIB)"),
    mark("signature"),
    mark("accession"),
    mark("acceptance"),
    mark("ratification"),
    mark("succession"),
    mark("succession to signature"),
    mark("ratification, accession or succession"),
    mark("the table has the year alone"),
    mark("signed by {month}"),
    mark("the table does not say when"),
    mark("break in the series"),
    mark("low reliability"),
    mark("definition differs"),
    mark("provisional"),
    mark("estimate"),
    mark("country of asylum unknown to the publisher or several"),
    mark("country unknown to the publisher"),
    mark("all nationalities: the table tells them apart from October 2019"),
    mark("the world's total"),
    mark("countries are told apart from 2009"),
    mark("of which {number} sub-Saharan nationals not told apart (code OOS of the table)"),
    mark("until {month} only"),
    mark("those whose nationality is known; many are not"),
    mark("left out of the published table, which means zero"),
    mark("of {number} decisions, counted in persons"),
    mark("of {number} decisions, counted in cases"),
    mark("{number} services"),
    mark("{number} of at most {most} qualifying services"),
    mark("{number} firms"),
    mark("destinations of the OECD only: movement to others is not counted"),
    mark("physicians of {period}"),
    mark("criteria of {version}: density below {density} and index below {index}"),
    mark("origin {first}, destination {second}"),
    mark("no register files incidents under {names}"),
    mark("no table published by {vintage} is held; the oldest one here is of {oldest}"),
    mark("The places given follow no route under which registers file incidents."),
    mark("split incident"),
    mark("cumulative incident"),
    mark("nationalities: {names}"),
    mark("nationalities: {names}; others not known"),
)

# An incident has one or several, parted by commas that also stand within one.
_CAUSES = (
    mark("drowning"),
    mark("mixed or unknown"),
    mark("vehicle accident / death linked to hazardous transport"),
    mark("sickness / lack of access to adequate healthcare"),
    mark("harsh environmental conditions / lack of adequate shelter, food, water"),
    mark("violence"),
    mark("accidental death"),
)

METHODS = (
    mark("share"),
    mark("ratio"),
    mark("rate"),
    mark("count"),
    mark("difference"),
    mark("difference of densities"),
    mark("sum of densities"),
    mark("both criteria"),
    mark("not listed"),
    mark("compound growth a year"),
    mark("ratio of two models"),
    mark("share of the population"),
    mark("sum over origins"),
    mark("sum over destinations"),
    mark("sum over places of asylum"),
    mark("sum over routes and months"),
    mark("sum over months"),
    mark("sum over incidents"),
    mark("sum over the route"),
    mark("mean over services"),
    mark("HHI over services quoted"),
    mark("total recognition rate"),
    mark("foreigners − nationals"),
    mark("third-country nationals − nationals"),
    mark("employment rate / (1 − unemployment rate)"),
    mark("as recorded by the depositary"),
    mark("average price − 3"),
    mark("M / (M + N), age 25+"),
    mark("10 × per 1,000"),
)

_NAME = re.compile(r"\\\{(\w+)\\\}")
_CAUSE = re.compile("|".join(map(re.escape, _CAUSES)))
_NATIONALITIES = re.compile(r"nationalities ((?:[A-Z]{3}(?:, )?)+)")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each form with names in it as a pattern that finds what stands for them."""
    return tuple((re.compile(_NAME.sub(r"(?P<\1>.+?)", re.escape(form))), form) for form in _FORMS if "{" in form)


def remark_text(remark: str, language: str = "en") -> str:
    """A remark in a language, part by part; a part that no form knows stays as it is written.

    Codes of nationalities are said as names, in English too.
    """
    if not remark or (language == "en" and not _NATIONALITIES.search(remark)):
        return remark
    whole = _said(remark, language)
    if whole != remark:
        return whole
    return "; ".join(_said(part, language) for part in remark.split("; "))


def _nationalities(codes: list[str], language: str) -> str:
    known = [place_of(code).name(language) for code in codes if code in all_places()]
    form = "nationalities: {names}" if len(known) == len(codes) else "nationalities: {names}; others not known"
    return say(form, language).format(names=listed(known, language))


def _said(part: str, language: str) -> str:
    if found := _NATIONALITIES.fullmatch(part):
        return _nationalities(found[1].split(", "), language)
    causes = _CAUSE.findall(part)
    if len(causes) > 1 and part == ", ".join(causes):
        return listed([say(cause, language) for cause in causes], language)
    said = say(part, language)
    if said != part:
        return said
    for pattern, form in _patterns():
        if found := pattern.fullmatch(part):
            return say(form, language).format(**found.groupdict())
    return part

"""What is measured, of whom and against whom: the indicators agreed in Zaragoza in 2010, by area.

Tables only: the codes that the evidence has for them, and what would fill those that it has not. Stands on `base`.
"""

from dataclasses import dataclass
from typing import Final, Literal

from passerelle.base.errors import PasserelleError
from passerelle.base.words import mark


class ChoiceRefused(PasserelleError):
    """No such measure, group or sex; those known are listed."""

    title = "Choice refused"


Area = Literal["employment", "education", "inclusion", "citizenship"]
AREAS: Final[dict[Area, str]] = {
    "employment": mark("Employment"),
    "education": mark("Education"),
    "inclusion": mark("Social inclusion"),
    "citizenship": mark("Active citizenship"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Migrants of one kind and those with whom they are compared, by the codes of their breakdowns."""

    code: str
    others: str
    name: str
    others_name: str


_FOREIGN, _NATIONALS = mark("foreign citizens"), mark("nationals")
_BORN_HERE = mark("people born in the country")
# In the order in which a page chooses: the widest group by citizenship first, then by birth.
GROUPS: Final[dict[str, Group]] = {
    group.code: group
    for group in (
        Group("CITIZEN_FOR", "CITIZEN_NAT", _FOREIGN, _NATIONALS),
        Group("CITIZEN_NEU27", "CITIZEN_NAT", mark("citizens of countries outside the EU"), _NATIONALS),
        Group("CITIZEN_EU27", "CITIZEN_NAT", mark("citizens of other EU countries"), _NATIONALS),
        Group("BORN_FOR", "BORN_NAT", mark("people born abroad"), _BORN_HERE),
        Group("BORN_NEU27", "BORN_NAT", mark("people born outside the EU"), _BORN_HERE),
        Group("BORN_EU27", "BORN_NAT", mark("people born in other EU countries"), _BORN_HERE),
    )
}
REFUGEES: Final = Group("REFUGEES", "", mark("refugees"), "")


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator of integration.

    `code` is the observed code, "" where no table of it is read; `part` stands behind the group in its breakdown. `of`
    says of whom it is a share or sum, `fills` what would fill it where it is not known. `has_gap` is no where the
    measure is of migrants alone.
    """

    id: str
    area: Area
    name: str
    of: str
    unit: str
    fills: str
    code: str = ""
    part: str = ""
    has_gap: bool = True


_LFS = mark("Eurostat’s labour force survey covers EU, EFTA and candidate countries; ILOSTAT’s tables of work by place of birth or citizenship cover others: add them to your own build.")  # noqa: E501  # fmt: skip
_SILC = mark("Eurostat’s survey of income and living conditions covers EU, EFTA and candidate countries.")
_NO_TABLE = mark("No table of it is read here yet.")

MEASURES: Final[dict[str, Measure]] = {
    measure.id: measure
    for measure in (
        Measure("employment_rate", "employment", mark("Employment rate"),
                mark("people at work among all of the age"), "%", _LFS, "employment_rate"),
        Measure("unemployment_rate", "employment", mark("Unemployment rate"),
                mark("people without work who seek it, among those at work or seeking it"), "%", _LFS,
                "unemployment_rate"),
        Measure("activity_rate", "employment", mark("Activity rate"),
                mark("people at work or seeking it among all of the age"), "%", _LFS, "activity_rate"),
        Measure("overqualification_rate", "employment", mark("Over-qualification rate"),
                mark("those with tertiary education whose work asks for less"), "%",
                mark("Eurostat’s table of over-qualification by citizenship (lfsa_eoqgan): add it to your own build."),
                "overqualification_rate"),
        Measure("self_employment", "employment", mark("Self-employment"), mark("people who work for themselves"), "%",
                _NO_TABLE),
        Measure("tertiary_education", "education", mark("Tertiary education"),
                mark("people whose highest education is tertiary (ISCED 5 to 8)"), "%",
                mark("Eurostat’s table of education by citizenship (edat_lfs_9911) with nationals in it; the one that ships has foreign citizens alone."),  # noqa: E501
                "education_share", ".ED5-8"),
        Measure("low_education", "education", mark("At most lower secondary education"),
                mark("people whose highest education is lower secondary or less (ISCED 0 to 2)"), "%",
                mark("Eurostat’s table of education by citizenship (edat_lfs_9911) with nationals in it; the one that ships has foreign citizens alone."),  # noqa: E501
                "education_share", ".ED0-2"),
        Measure("early_leavers", "education", mark("Early leavers from education"),
                mark("people of 18 to 24 who left school early and learn no more"), "%", _NO_TABLE),
        Measure("low_achievers", "education", mark("Low achievers at 15"),
                mark("pupils of 15 below the basic level in reading, mathematics or science"), "%",
                mark("OECD’s PISA by immigrant background, with its standard errors. No table of it is read here yet.")),  # noqa: E501
        Measure("median_income", "inclusion", mark("Median net income"),
                mark("the income that half of the people have more than, counted for each person of a household"),
                "EUR", _SILC, "income_median"),
        Measure("poverty_risk", "inclusion", mark("At risk of poverty"),
                mark("people with less than 60 % of the national median income"), "%",
                mark("Eurostat’s tables of poverty risk by citizenship or country of birth (ilc_li31, ilc_li32): add them to your own build."),  # noqa: E501
                "poverty_risk"),
        Measure("home_ownership", "inclusion", mark("Home of one’s own"),
                mark("people who live in a home that their household owns"), "%",
                mark("Eurostat’s table of tenure by citizenship (ilc_lvps15): add it to your own build."),
                "home_ownership"),
        Measure("perceived_health", "inclusion", mark("Good health, as people see it"),
                mark("people who call their health good or very good"), "%", _NO_TABLE),
        Measure("refugees_naturalised", "citizenship", mark("Refugees who became citizens"),
                mark("refugees naturalised in a year, for every 1,000 refugees at the end of the year before"),
                "per 1,000 refugees",
                mark("UNHCR records no naturalisation of refugees here; many hosts do not report them."), "naturalised",
                has_gap=False),
        Measure("naturalised_share", "citizenship", mark("Foreign residents who became citizens"),
                mark("residents of foreign citizenship who acquired that of the country, in a year"), "%",
                _NO_TABLE, has_gap=False),
        Measure("long_term_residence", "citizenship", mark("Long-term residence"),
                mark("holders of a long-term permit among all who hold one"), "%", _NO_TABLE, has_gap=False),
        Measure("elected_representatives", "citizenship", mark("Elected representatives"),
                mark("people with a migrant background among those elected"), "%",
                mark("No publisher known to us counts them in the same way in several countries."), has_gap=False),
    )
}  # fmt: skip

# What a rate that is not published may be computed from.
RATES: Final = ("employment_rate", "unemployment_rate")
# Of one measure and group the first of these ages that a source has is read; a source's two sides are of one age.
AGES: Final = ("Y15T64", "Y20T64", "Y_GE15", "Y_GE18", "_T")
SEXES: Final = ("_T", "F", "M")
CODES: Final = tuple(sorted({measure.code for measure in MEASURES.values() if measure.code and measure.has_gap}))


def measure_of(text: str) -> Measure:
    """The measure of a name.

    Raises
    ------
    ChoiceRefused : no such measure; those known are listed.
    """
    if text in MEASURES:
        return MEASURES[text]
    raise ChoiceRefused(f'"{text}" is no measure of integration. Known are {", ".join(MEASURES)}.')


def group_of(text: str) -> Group:
    """The group of a code, in any case.

    Raises
    ------
    ChoiceRefused : no such group; those known are listed.
    """
    if text.upper() in GROUPS:
        return GROUPS[text.upper()]
    raise ChoiceRefused(f'"{text}" is no group that is compared. Known are {", ".join(GROUPS)}.')


_SEX_NAMES: Final = {"both": "_T", "t": "_T", "_t": "_T", "female": "F", "f": "F", "male": "M", "m": "M"}


def sex_of(text: str) -> str:
    """F, M or _T, as they are written.

    Raises
    ------
    ChoiceRefused : no such sex.
    """
    if text.lower() in _SEX_NAMES:
        return _SEX_NAMES[text.lower()]
    raise ChoiceRefused(f'"{text}" is no sex of the evidence: write F, M or _T for both.')

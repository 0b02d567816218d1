"""The host's side of integration: discrimination, contact, access to services.

Integration is mutual, so these have their place even where nothing is known: each says what it asks, and whose data
would fill it. Stands on `base`.
"""

from dataclasses import dataclass
from typing import Final

from passerelle.base.words import mark


@dataclass(frozen=True, slots=True)
class HostSide:
    """What is asked of a host, and what would answer it; `indicator` is ours where the evidence can hold a figure."""

    id: str
    name: str
    asks: str
    fills: str
    indicator: str = ""


HOST_SIDE: Final = (
    HostSide(
        "discrimination_felt", mark("Discrimination that people report"),
        mark("How many migrants say that they were treated worse for their origin in the last year, and where?"),
        mark("The UN’s indicator 10.3.1 of the Sustainable Development Goals by migratory status; in the EU the survey of immigrants by the Agency for Fundamental Rights."),  # noqa: E501
    ),
    HostSide(
        "discrimination_tested", mark("Discrimination that is tested"),
        mark("Do letters of application with the same skills get the same answer under names of different origin?"),
        mark("Field experiments with paired applications; they are made city by city, and no publisher gathers them by country and year."),  # noqa: E501
    ),
    HostSide(
        "attitudes", mark("Attitudes of residents"),
        mark("Would people welcome a migrant as a neighbour, a colleague, a member of the family?"),
        mark("Afrobarometer, Latinobarómetro, Arab Barometer, the European Social Survey or the World Values Survey, each with its margin of error."),  # noqa: E501
    ),
    HostSide(
        "contact", mark("Contact between migrants and others"),
        mark("How often do people who came and people who were there meet, at work, at school, as friends?"),
        mark("Special Eurobarometer on integration in the EU; elsewhere national surveys that ask both sides."),
    ),
    HostSide(
        "health_services", mark("Access to health services"),
        mark("Can migrants see a doctor on the same terms, whatever their papers?"),
        mark("Surveys of unmet need by migratory status. WHO’s index of service coverage, where your own build has it, is of all residents together."),  # noqa: E501
        "uhc_index",
    ),
    HostSide(
        "language_courses", mark("Language courses"),
        mark("How many who want a course get one, after how long, and at what price?"),
        mark("Records of the offices that pay for courses; no publisher gathers them across countries."),
    ),
    HostSide(
        "public_offices", mark("Offices that serve everybody"),
        mark("Are offices, schools and courts reached in the languages that people speak?"),
        mark("No publisher known to us counts it across countries."),
    ),
)  # fmt: skip

"""The practice of the demonstration: told by the association, reviewed by two ministries, tried by one.

Stands on `practices` of the site.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files

from passerelle.base.own_files import read_yaml
from passerelle.exchange.practices.records import Practice, read_practice
from passerelle_web.demonstration.members import people_of
from passerelle_web.people.models import Member
from passerelle_web.practices import reviewing_actions, trying_actions, writing_actions
from passerelle_web.practices.models import CRITERIA
from passerelle_web.practices.models import Practice as Row


@cache
def example_practice() -> Practice:
    """The practice as its file tells it."""
    return read_practice(read_yaml(files(__package__).joinpath("practice.yaml")))


def practice(members: Mapping[str, Member]) -> Row:
    """Publish it: the association tells it, both ministries recommend it, Italy's office reports that it tried it."""
    made = writing_actions.begin(
        member=members["Associations (invented)"], by=None, record=example_practice(), is_demonstration=True
    )
    version = writing_actions.submit(practice=made, by=None)
    judged = {name: {"judgement": "yes", "comment": ""} for name in CRITERIA}
    for name, text in (
        ("Skills (invented)", "Invented review: say who paid for the interpreters."),
        ("Work (invented)", "Invented review: the comparison is told well."),
    ):
        reviewer = people_of(members[name])[0]
        reviewing_actions.review(
            version=version, member=members[name], judgements=judged, recommendation="accept", text=text, by=reviewer
        )
    made = reviewing_actions.publish(version=version, by=None)
    italy = members["Italy (invented)"]
    trying_actions.report(
        practice=made, member=italy, by=people_of(italy)[0], place="ITA", since="2025", outcome="partly", grade=2,
        adapted="Invented report: by telephone, as people live far apart.", indicator="People served in a year",
        after=Decimal(210), unit="people", source="Invented count", change="Meet at least once before the first call.",
    )  # fmt: skip
    return made

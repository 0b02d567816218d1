"""What the addresses of integration answer, for the OpenAPI document.

Shapes only. The roof of the site.
"""

from ninja import Field, Schema

from passerelle_web.api.shapes import Paged


class HostLine(Schema):
    """A host of which something is known."""

    place: str
    name: str
    groups: list[str] = Field(description="Groups that are compared with those they live with.")
    refugees_naturalised: bool
    first: str
    last: str


class HostPage(Paged):
    """Hosts in the order of their names, a page at a time."""

    items: list[HostLine]


class GapShape(Schema):
    """Both sides of one measure, one group, sex and year, and what lies between; null where it is not known."""

    place: str
    area: str
    measure: str
    group: str
    compared_with: str | None
    sex: str
    age: str
    period: str
    migrants: float | None
    others: float | None
    unit: str
    gap: float | None = Field(description="migrants less others, in `gap_unit`")
    gap_unit: str | None
    gap_low: float | None
    gap_high: float | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    low_reliability: bool = Field(description="The publisher marks a side as resting on too few people asked.")
    interval_published: bool
    source: str
    vintage: str
    notes: list[str]


class NotKnown(Schema):
    """A measure that is not known here, and what would fill it."""

    measure: str
    area: str
    name: str
    filled_by: str


class Earlier(Schema):
    """A score of an earlier year of the same edition."""

    period: str
    value: float | None


class PolicyShape(Schema):
    """One dimension of the Migrant Integration Policy Index: a score of policies, never of people."""

    dimension: str
    value: float | None
    period: str | None
    source: str | None
    vintage: str | None
    filled_by: str | None
    earlier: list[Earlier]


class HostSideShape(Schema):
    """What is asked of the host, with its answer or with what would fill it."""

    id: str
    name: str
    asks: str
    value: float | None
    period: str | None
    source: str | None
    vintage: str | None
    filled_by: str | None


class HostShape(Schema):
    """Integration in one place, as `passerelle evidence integration PLACE --format json` writes it."""

    place: str
    name: str
    gaps: list[GapShape]
    not_known: list[NotKnown]
    policies: list[PolicyShape]
    host_side: list[HostSideShape]

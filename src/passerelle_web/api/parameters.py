"""Parameters that several addresses share, with what the OpenAPI document says of them.

Holds no routes. The roof of the site.
"""

from typing import Annotated, Literal

from ninja import Path, Query

from passerelle.base.names import find_place
from passerelle_web.api.paging import MOST_ON_A_PAGE, ON_A_PAGE

_SPELLING = "ISO 3166-1 alpha-2 or alpha-3 or UN M49 code, or a name in any of the five languages."
_PERIOD = r"^(\d{4}([-–/]\d{4}|-?[Qq][1-4]|-?[Mm]?(0[1-9]|1[0-2])|-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?)?$"

OriginPath = Annotated[str, Path(description=f"Where migrants come from. {_SPELLING}", example="MEX", max_length=120)]
DestinationPath = Annotated[str, Path(description=f"Where they live. {_SPELLING}", example="USA", max_length=120)]
Origin = Annotated[
    str, Query(description=f"Where migrants come from; empty for all. {_SPELLING}", example="Morocco", max_length=120)
]
Destination = Annotated[
    str, Query(description=f"Where they live; empty for all. {_SPELLING}", example="NLD", max_length=120)
]
Page = Annotated[int, Query(ge=1, le=1_000_000, description="Which page, from 1.", example=1)]
PerPage = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE, description="How many on a page.", example=ON_A_PAGE)]
Vintage = Annotated[
    str,
    Query(
        pattern=r"^(latest|(19|20)\d\d)$",
        description='"latest", or a year: figures as they were known then, from vintages not after it.',
        example="latest",
    ),
]
AnyVintage = Annotated[
    str,
    Query(
        pattern=r"^(latest|all|(19|20)\d\d)$",
        description='"latest", a year as of which figures are wanted, or "all": vintages beside one another.',
        example="latest",
    ),
]
Section = Annotated[
    Literal["people", "money", "skills", "rights", "drivers"] | None,
    Query(description="One section of indicators; all where it is left out."),
]
Names = Annotated[
    list[str],
    Query(
        description="Names of indicators; may be repeated. One of places stands for both ends of a corridor.",
        example=["stock", "price_200"],
    ),
]
Name = Annotated[
    str, Query(description="Name of an indicator; /api/v1/indicators lists them.", example="stock", max_length=120)
]
PeriodText = Annotated[
    str,
    Query(pattern=_PERIOD, description="2020, 2010-2020, 2020-Q3, 2015-04; empty for all.", example="2010-2020"),
]
Sex = Annotated[Literal["", "_T", "F", "M"], Query(description="F women, M men, _T both; empty for all.", example="_T")]
Form = Annotated[
    Literal["json", "csv", "parquet", "xlsx", "sdmx-csv"],
    Query(
        description="JSON is paged. A file holds all the figures asked for, unless page or per_page is given; its "
        "citations are inside.",
        example="json",
    ),
]
BriefForm = Annotated[
    Literal["pdf", "docx", "html", "md", "json"], Query(description="Form of the brief.", example="pdf")
]
Language = Annotated[Literal["en", "nl", "fr", "es", "ar"], Query(description="Language of words.", example="en")]


def iso3_of(text: str) -> str:
    """The alpha-3 code of what was written for a place; "" where nothing was.

    Raises
    ------
    PlaceUnknown : no such place, or an unsure spelling.
    """
    return find_place(text).iso3 if text.strip() else ""

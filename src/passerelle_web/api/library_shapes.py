"""The forms of answers on documents and of what can be found, for the OpenAPI document.

Answers themselves are made in `library`. The roof of the site.
"""

from ninja import Field, Schema

from passerelle_web.api.shapes import Paged


class HitShape(Schema):
    """One hit: what it is, its words around what was sought, the page on which it stands."""

    kind: str
    key: str
    title: str
    snippet: str
    language: str
    day: str | None
    href: str


class HitPage(Paged):
    """Hits, best first. `total` counts at most 1,000; `more` says that there are more than that."""

    more: bool
    counts: dict[str, dict[str, int]] = Field(description="hits by kind, theme, country, language and year")
    items: list[HitShape]


class DocumentLine(Schema):
    """A document by its papers."""

    key: str
    title: str
    symbol: str
    author: str
    dated: str = Field(description="a day, a month or a year")
    sort: str
    language: str
    languages: list[str]
    themes: list[str]
    countries: list[str]
    link: str
    licence: str = Field(description='"" where it is not known')
    state: str = Field(description="reference, waiting, reading, read or failed")
    reason: str
    reach: str
    file: str | None = Field(description="where the file is; null of a reference")
    href: str


class DocumentPage(Paged):
    """Documents, the newest first, or the best hits first where words were given."""

    more: bool
    items: list[DocumentLine]


class PartShape(Schema):
    """A page of a text, or a stretch of it where it knows no pages."""

    number: int
    page: int | None
    text: str


class DocumentWhole(DocumentLine):
    """A document with the text that was read from its file, a hundred parts at a time."""

    parts: list[PartShape]
    parts_total: int


class Reference(Schema):
    """The papers of a document that is handed in as a reference."""

    title: str = Field(max_length=300)
    language: str = Field(max_length=2, description="of the title, by ISO 639-1")
    sort: str = Field(default="other", max_length=20)
    symbol: str = Field(default="", max_length=80)
    author: str = Field(default="", max_length=200)
    dated: str = Field(default="", max_length=10)
    languages: list[str] = Field(default_factory=list, max_length=200)
    themes: list[str] = Field(default_factory=list, max_length=60)
    countries: list[str] = Field(default_factory=list, max_length=300, description="ISO 3166-1 alpha-3")
    link: str = Field(default="", max_length=500)
    licence: str = Field(default="", max_length=120)
    reach: str = Field(default="public", max_length=80, description="public, members, or member: and a number")

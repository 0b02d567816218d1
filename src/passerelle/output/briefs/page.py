"""The brief as one HTML file that stands by itself: no script, nothing fetched, ready for a printer.

Stands on `content`.
"""

from collections.abc import Callable, Iterable
from html import escape
from importlib.resources import files

from passerelle.output.briefs.content import Brief, Cell, Part, Sentence, Source, Table
from passerelle.output.charts.drawing import Chart, svg

Draw = Callable[[Chart], str]


def _notes(numbers: Iterable[int]) -> str:
    links = ", ".join(f'<a href="#source-{n}">{n}</a>' for n in numbers)
    return f'<sup class="note">{links}</sup>' if links else ""


def _said(sentences: Iterable[Sentence]) -> str:
    return " ".join(f"{escape(s.text)}{_notes(s.notes)}" for s in sentences)


def _cell(cell: Cell, first: bool) -> str:
    content = f"{escape(cell.text)}{_notes(cell.notes)}"
    if first:
        return f'<th scope="row">{content}</th>'
    return f'<td class="figure">{content}</td>' if cell.figure else f"<td>{content}</td>"


def table_html(table: Table) -> str:
    """A table with its caption."""
    shapes = [bool(table.rows) and table.rows[0][at].figure for at in range(len(table.head))]
    head = "".join(
        f'<th scope="col"{" class=figure" if figure else ""}>{escape(text)}</th>'
        for text, figure in zip(table.head, shapes, strict=True)
    )
    rows = "".join(f"<tr>{''.join(_cell(cell, at == 0) for at, cell in enumerate(row))}</tr>" for row in table.rows)
    return (
        f'<div class="scroll"><table><caption>{escape(table.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _part(part: Part, draw: Draw) -> str:
    made = [f'<section id="{part.slug}"><h2>{escape(part.title)}</h2>']
    if part.sentences:
        made.append(f"<p>{_said(part.sentences)}</p>")
    for picture in part.pictures:
        chart = picture.chart
        made.append(
            f'<figure role="group" aria-label="{escape(chart.description)}"><figcaption><strong>{escape(chart.title)}'
            f"</strong><br>{escape(chart.subtitle)}</figcaption>{draw(chart)}"
            f'<p class="source">{_said([picture.source])}</p></figure>'
        )
    for question, sentences in part.answers:
        made.append(f"<h3>{escape(question)}</h3><p>{_said(sentences)}</p>")
    made += [table_html(table) for table in part.tables if table.rows]
    return "".join([*made, "</section>"])


def _address(source: Source) -> str:
    address = escape(source.address)
    return f'<a href="{address}">{address}</a>' if source.link else address


def body_html(brief: Brief, draw: Draw | None = None) -> str:
    """What stands between the tags of the body: the site sets the same inside its own page.

    `draw` writes a chart; without it the drawing itself stands in the page.
    """
    put = draw or (lambda chart: svg(chart, language=brief.language))
    words = brief.words
    sources = "".join(
        f'<li id="source-{s.number}" value="{s.number}"><bdi lang="en">{escape(s.text)}</bdi> {_address(s)}</li>'
        for s in brief.sources
    )
    return "".join([
        f'<header><p class="kind">{escape(brief.subtitle)}</p><h1>{escape(brief.title)}</h1>',
        f'<p class="when">{brief.day.isoformat()} · {escape(brief.years)}</p>',
        f'<figure class="map">{brief.map_svg}<figcaption>{escape(brief.map_text)} {escape(brief.disclaimer)}'
        "</figcaption></figure></header>",
        f'<section id="summary"><h2>{escape(words["Summary"])}</h2><p>{_said(brief.summary)}</p>',
        table_html(brief.key_table) if brief.key_table.rows else "", "</section>",
        *[_part(part, put) for part in brief.parts],
        f'<section id="sources"><h2>{escape(words["Sources"])}</h2><ol>{sources}</ol></section>',
    ])  # fmt: skip


def to_html(brief: Brief) -> str:
    """The brief as a file of its own."""
    style = files(__package__).joinpath("brief.css").read_text("utf-8")
    direction = "rtl" if brief.right_to_left else "ltr"
    return (
        f'<!doctype html><html lang="{brief.language}" dir="{direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(brief.title)}: {escape(brief.subtitle)}</title><style>{style}</style></head>"
        f"<body><main>{body_html(brief)}</main></body></html>\n"
    )

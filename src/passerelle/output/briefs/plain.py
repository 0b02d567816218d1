"""The brief as Markdown: headings, sentences with notes, tables, sources.

Stands on `content`.
"""

from collections.abc import Iterable

from passerelle.output.briefs.content import Brief, Cell, Part, Sentence, Table


def _notes(numbers: Iterable[int]) -> str:
    return "".join(f"[^{number}]" for number in numbers)


def _said(sentences: Iterable[Sentence]) -> str:
    return " ".join(f"{s.text}{_notes(s.notes)}" for s in sentences)


def _cell(cell: Cell) -> str:
    return cell.text.replace("|", "\\|").replace("\n", " ") + _notes(cell.notes)


def _table(table: Table) -> list[str]:
    align = ["---:" if table.rows and table.rows[0][at].figure else "---" for at in range(len(table.head))]
    lines = [f"**{table.caption}**", "", f"| {' | '.join(table.head)} |", f"| {' | '.join(align)} |"]
    lines += [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in table.rows]
    return [*lines, ""]


def _part(part: Part) -> list[str]:
    lines = [f"## {part.title}", ""]
    if part.sentences:
        lines += [_said(part.sentences), ""]
    for picture in part.pictures:
        chart = picture.chart
        beyond = f" {chart.beyond_title}" if chart.beyond_title else ""
        lines += [f"**{chart.title}** {chart.subtitle}.{beyond} {_said([picture.source])}", ""]
    for question, sentences in part.answers:
        lines += [f"**{question}** {_said(sentences)}", ""]
    for table in part.tables:
        lines += _table(table) if table.rows else []
    return lines


def to_markdown(brief: Brief) -> str:
    """The brief as Markdown with footnotes for sources; charts stand in it as their finding in words."""
    lines = [f"# {brief.title}", "", f"{brief.subtitle}, {brief.day.isoformat()}. {brief.years}.", ""]
    lines += [f"## {brief.words['Summary']}", "", _said(brief.summary), ""]
    lines += _table(brief.key_table) if brief.key_table.rows else []
    for part in brief.parts:
        lines += _part(part)
    lines += [f"## {brief.words['Sources']}", ""]
    lines += [f"[^{s.number}]: {s.text} {f'<{s.address}>' if s.link else s.address}" for s in brief.sources]
    return "\n".join([*lines, "", f"*{brief.disclaimer}*", ""])

"""The brief on a corridor: one content, five forms (PDF, HTML, DOCX, Markdown, JSON), five languages.

Every sentence is made from figures and carries their sources as numbered notes. Stands on `evidence`, `charts` and
`maps`.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from passerelle.base.corridors import Corridor
from passerelle.base.errors import PasserelleError
from passerelle.evidence.store import Store

if TYPE_CHECKING:
    from passerelle.output.briefs.content import Brief
    from passerelle.output.briefs.record import Key

Earlier: TypeAlias = "dict[Key, dict[str, Any]]"
FORMS = (".pdf", ".docx", ".html", ".md", ".json")


def write_brief(
    store: Store, corridor: Corridor, out: Path, *, language: str, today: date, since: Path | None = None,
    tried: Sequence[Path] = (),
) -> None:  # fmt: skip
    """Write the brief on a corridor to a file whose ending names its form.

    Parameters
    ----------
    since : the JSON of an earlier brief, or of `passerelle corridor`, so that the new one says what changed. tried :
        files of runs of measures on the corridor, as `passerelle measures run --out` writes them.

    Raises
    ------
    PasserelleError : an ending that is no form; a file that cannot be written. EvidenceError : `since` is no
        record of a brief on this corridor.
    """
    form = out.suffix.lower()
    if form not in FORMS:
        raise PasserelleError(f'"{out.name}" ends in no form of a brief. Write {", ".join(FORMS)}.')
    content = render(store, corridor, form, language=language, today=today, since=since, tried=tried)
    try:
        out.write_bytes(content)
    except OSError as problem:
        raise PasserelleError(f'"{out}" cannot be written: {problem.strerror}.') from problem


def render(
    store: Store,
    corridor: Corridor,
    form: str,
    *,
    language: str,
    today: date,
    since: Path | None = None,
    earlier: "Earlier | None" = None,
    tried: Sequence[Path] = (),
) -> bytes:
    """The brief as the bytes of one form (".pdf", ".docx", ".html", ".md", ".json").

    What changed is told since the record in the file `since`, or since the figures `earlier` read from one.
    """
    # each form loads its own writer: Typst, python-docx and the chart engine are heavy
    from passerelle.evidence.corridors import known_corridor  # noqa: PLC0415
    from passerelle.output.briefs.record import read_record, record_of  # noqa: PLC0415

    known = known_corridor(store, corridor)
    if form == ".json":
        return record_of(known, today)
    from passerelle.output.briefs.compose import compose  # noqa: PLC0415

    if since is not None:
        earlier = read_record(since, corridor)
    runs = [read_run(path, corridor) for path in tried]
    return set_as(compose(store, known, language=language, today=today, earlier=earlier, tried=runs), form)


def read_run(path: Path, corridor: Corridor | None = None) -> dict[str, Any]:
    """The record of a run from its file, on a corridor if one is given.

    Raises
    ------
    PasserelleError : no such file, no record of a run, or one of another corridor.
    """
    import json  # noqa: PLC0415  only where a brief tells of runs

    try:
        record: dict[str, Any] = json.loads(path.read_text("utf-8"))
        there = (record["origin"], record["destination"])
        record["accounts"]["welfare"]["migrants"]["present_value"]["p50"]
    except OSError as problem:
        raise PasserelleError(f'"{path}" cannot be read: {problem.strerror}.') from problem
    except (ValueError, KeyError, TypeError) as problem:
        raise PasserelleError(
            f'"{path}" is no run of a measure; `passerelle measures run … --out` writes one.'
        ) from problem
    if corridor is not None and there != (corridor.origin, corridor.destination):
        raise PasserelleError(f'"{path}" is a run on {" → ".join(there)}; the brief is on {corridor}.')
    return record


def set_as(brief: "Brief", form: str) -> bytes:
    """A composed brief as the bytes of one form other than ".json"."""
    if form == ".pdf":
        from passerelle.output.briefs.paper import to_pdf  # noqa: PLC0415

        return to_pdf(brief)
    if form == ".docx":
        from passerelle.output.briefs.word import to_docx  # noqa: PLC0415

        return to_docx(brief)
    if form == ".html":
        from passerelle.output.briefs.page import to_html  # noqa: PLC0415

        return to_html(brief).encode("utf-8")
    from passerelle.output.briefs.plain import to_markdown  # noqa: PLC0415

    return to_markdown(brief).encode("utf-8")

"""A document set as PDF by Typst, tagged for readers of screens (PDF/UA-1). Texts go in as data, never as markup.

Holds no document: each has its template beside it. Stands on `charts.drawing`.
"""

import tempfile
from collections.abc import Callable
from importlib.resources.abc import Traversable
from pathlib import Path

from passerelle.base.errors import PasserelleError
from passerelle.output.charts.drawing import FONTS


def typeset(template: Traversable, told: Callable[[Path], str], what: str) -> bytes:
    """A template with its data as tagged PDF, in the fonts that ship.

    Parameters
    ----------
    template : a Typst file, such as `plan.typ`, which reads the JSON of its own name, such as `plan.json`.
    told : gives that JSON; it may lay drawings into the folder that it is given.
    what : the document, as it begins the sentence of a refusal, such as "The plan".

    Raises
    ------
    PasserelleError : Typst refused the document; its own words are given.
    """
    with tempfile.TemporaryDirectory(prefix="passerelle-") as room:
        folder = Path(room)
        source = folder / template.name
        source.with_suffix(".json").write_text(told(folder), "utf-8")
        source.write_text(template.read_text("utf-8"), "utf-8")
        try:
            return _set(source, room)
        except Exception as problem:  # typst raises its own error, which has no public name in every release
            raise PasserelleError(f"{what} could not be set as PDF: {problem}") from problem


def _set(source: Path, room: str) -> bytes:
    import typst  # noqa: PLC0415  only who prints pays for it

    made: bytes = typst.compile(
        str(source), root=room, font_paths=[str(FONTS)], ignore_system_fonts=True, pdf_standards="ua-1"
    )
    return made

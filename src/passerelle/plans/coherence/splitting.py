"""The text of a paper cut into pages, sections and paragraphs; what only repeats itself on every page is left out.

A rule of thumb for the layouts that papers have, plain text and what a PDF yields. Stands on `headings`.
"""

import re
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from passerelle.plans.coherence.headings import Heading, Outline, heading_in, is_of_contents

LONGEST = 1200  # letters of a passage: longer ones are cut
_REPEATED = 3  # pages on which the first or last line is a running title, if these are half of all or more
_EDGE = 2  # lines at the top and at the bottom of a page that may be one
# Letters that fonts write as one, and Arabic letters in the shapes that they take: taken apart again.
_SHAPES = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]")
_LISTED = re.compile(r"^(?:[•▪●◦‣·–—*-]|\(?[a-z0-9]{1,3}\)|\d{1,2}\.)\s+\S")
_NUMBER_ALONE = re.compile(r"^[\W\d_]*$")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-$")
_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or heading as it stands in a text."""

    text: str
    page: int | None
    path: tuple[str, ...]
    is_heading: bool = False


def pieces_of(text: str, *, with_headings: bool = True) -> Iterator[Piece]:
    """The paragraphs and headings of a text in order; pages are counted where it has form feeds.

    Parameters
    ----------
    with_headings : look for headings; without, every line is taken as text.
    """
    pages = [_lines(page) for page in text.split("\f")]
    running = _running(pages)
    outline = Outline()
    for number, lines in enumerate(pages, start=1):
        kept = [line for line in lines if not _is_running(line, running) and not is_of_contents(line)]
        for piece in _of_page(kept, outline, with_headings):
            yield Piece(piece.text, number if len(pages) > 1 else None, piece.path, piece.is_heading)


def _lines(page: str) -> list[str]:
    """The lines of a page, without stray blanks, soft hyphens and page numbers; blank lines are kept, empty."""
    clean = page.replace("\u00ad", "").replace("\u00a0", " ").replace("\r\n", "\n").replace("\r", "\n")
    clean = _SHAPES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), clean)
    stripped = (" ".join(line.split()) for line in clean.split("\n"))
    return [line for line in stripped if not line or not _NUMBER_ALONE.match(line)]


def _key(line: str) -> str:
    """A line without its digits: a running title changes with the page number."""
    return re.sub(r"[\W\d_]+", " ", line).strip().casefold()


def _edges(lines: Sequence[str]) -> set[str]:
    filled = [line for line in lines if line]
    return {_key(line) for line in [*filled[:_EDGE], *filled[-_EDGE:]]}


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Lines at the edge of half of the pages or more."""
    counts = Counter(key for lines in pages for key in _edges(lines))
    return frozenset(key for key, count in counts.items() if count >= max(_REPEATED, len(pages) / 2))


def _is_running(line: str, running: frozenset[str]) -> bool:
    return bool(line) and _key(line) in running


def _of_page(lines: Sequence[str], outline: Outline, with_headings: bool) -> Iterator[Piece]:
    """The paragraphs and headings of a page; the outline goes along from page to page."""
    held: list[str] = []
    at = 0
    while at < len(lines):
        found: tuple[Heading, int] | None = heading_in(lines, at, outline) if with_headings else None
        if found or not lines[at] or _LISTED.match(lines[at]):
            yield from _paragraph(held, outline)
            held = []
        if found:
            heading, taken = found
            outline.enter(heading)
            yield Piece(heading.text, None, outline.path, is_heading=True)
            at += taken
            continue
        if lines[at]:
            held.append(lines[at])
        at += 1
    yield from _paragraph(held, outline)


def _paragraph(lines: Sequence[str], outline: Outline) -> Iterator[Piece]:
    whole: list[str] = []
    for line in lines:
        if whole and _HYPHEN.search(whole[-1]) and line[0].islower():
            whole[-1] = whole[-1][:-1] + line
        else:
            whole.append(line)
    yield from (Piece(part, None, outline.path) for part in _cut(" ".join(whole)))


def _cut(text: str) -> Iterator[str]:
    """A text in parts of at most so many letters, cut at ends of sentences, and of words where a sentence is longer."""
    if len(text) <= LONGEST:
        yield from [text] if text else []
        return
    part = ""
    for sentence in _SENTENCE_END.split(text):
        for piece in textwrap.wrap(sentence, LONGEST, break_long_words=False, break_on_hyphens=False):
            if part and len(part) + len(piece) >= LONGEST:
                yield part
                part = ""
            part = f"{part} {piece}" if part else piece
    if part:
        yield part

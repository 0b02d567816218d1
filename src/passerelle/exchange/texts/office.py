"""The text of DOCX and ODT, read as a stream: no tree is built, no entity is resolved, nothing outside is fetched.

Holds the names of the elements that make up running text. Stands on `packed`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from passerelle.exchange.texts.packed import archive_of, unpacked
from passerelle.exchange.texts.refusals import DocumentUnreadable

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
DEEPEST = 400  # elements inside one another; a document has some dozens
MOST_SPACES = 100


@dataclass(slots=True)
class Grammar:
    """Which elements of a form hold letters, end a paragraph, stand for a sign, or are not read."""

    holds: frozenset[str] | None  # None: whatever stands inside a paragraph
    paragraphs: frozenset[str]
    signs: dict[str, str]
    skipped: frozenset[str] = frozenset()
    spaces: str = ""


def _named(space: str, *names: str) -> frozenset[str]:
    return frozenset(f"{space} {name}" for name in names)


_W = [f"{space} " for space in (WORD, STRICT_WORD)]
DOCX = Grammar(
    holds=frozenset(f"{w}t" for w in _W),
    paragraphs=frozenset(f"{w}p" for w in _W),
    signs={f"{w}{name}": sign for w in _W for name, sign in {"tab": "\t", "br": "\n", "cr": "\n"}.items()},
)
ODT = Grammar(
    holds=None,
    paragraphs=_named(TEXT, "p", "h"),
    signs={f"{TEXT} tab": "\t", f"{TEXT} line-break": "\n"},
    skipped=_named(TEXT, "tracked-changes") | _named(OFFICE, "annotation"),
    spaces=f"{TEXT} s",
)


@dataclass(slots=True)
class _Reading:
    """A stream of XML turned into text."""

    grammar: Grammar
    found: list[str] = field(default_factory=list)
    depth: int = 0
    holding: int = 0
    paragraph: int = 0
    skipping: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise DocumentUnreadable("damaged")
        g = self.grammar
        self.skipping += name in g.skipped
        self.paragraph += name in g.paragraphs
        self.holding += g.holds is not None and name in g.holds
        if self.skipping:
            return
        if name in g.signs and self.paragraph:
            self.found.append(g.signs[name])
        elif name == g.spaces:
            told = attributes.get(f"{TEXT} c", "1")
            self.found.append(" " * min(int(told), MOST_SPACES) if told.isdigit() and len(told) < 6 else " ")

    def end(self, name: str) -> None:
        self.depth -= 1
        g = self.grammar
        if name in g.paragraphs:
            self.paragraph -= 1
            if not self.skipping:
                self.found.append("\n")
        self.holding -= g.holds is not None and name in g.holds
        self.skipping -= name in g.skipped

    def letters(self, text: str) -> None:
        inside = self.holding if self.grammar.holds is not None else self.paragraph
        if inside and not self.skipping:
            self.found.append(text)


def _refuse_own_entities(*_given: object) -> None:
    raise DocumentUnreadable("has_entities")


def _read(pieces: Iterable[bytes], grammar: Grammar) -> str:
    reading = _Reading(grammar)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reading.start, reading.end
    parser.CharacterDataHandler = reading.letters
    # a document has no type of its own: whoever writes one in wants entities
    parser.StartDoctypeDeclHandler = _refuse_own_entities
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise DocumentUnreadable("damaged") from None
    return "".join(reading.found)


def text_of_docx(content: bytes) -> list[str]:
    """The running text of a DOCX with its footnotes, as one part: such a file knows no pages."""
    archive = archive_of(content)
    names = set(archive.namelist())
    parts = [name for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml") if name in names]
    return ["\n".join(_read(unpacked(archive, name), DOCX) for name in parts)]


def text_of_odt(content: bytes) -> list[str]:
    """The running text of an ODT, as one part."""
    archive = archive_of(content)
    if "META-INF/manifest.xml" in archive.namelist():
        manifest = b"".join(unpacked(archive, "META-INF/manifest.xml"))
        if b"encryption-data" in manifest:
            raise DocumentUnreadable("encrypted")
    return [_read(unpacked(archive, "content.xml"), ODT)]


def is_archive_with(content: bytes, name: str, says: Callable[[bytes], bool] = lambda _content: True) -> bool:
    """Is it an archive that has this member, and does the member say what it should?"""
    if not content.startswith(b"PK"):
        return False
    archive = archive_of(content)
    return name in archive.namelist() and says(b"".join(unpacked(archive, name)) if "." not in name else b"")

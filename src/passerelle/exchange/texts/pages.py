"""The text of HTML and of plain text.

HTML is read as a stream and never run; letters are decoded by what the file says, then by what it looks like. Stands
on `refusals`.
"""

import codecs
import re
from html.parser import HTMLParser

from passerelle.exchange.texts.refusals import DocumentUnreadable

_STARTING = (
    "address article aside blockquote br dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol p pre section summary table tbody tfoot thead tr ul"
)
_UNREAD = "script style template noscript iframe object svg math select"
_BLOCKS, _SILENT = frozenset(_STARTING.split()), frozenset(_UNREAD.split())
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([a-zA-Z0-9_.:-]{2,40})""", re.IGNORECASE)
_ARABIC = re.compile(r"[\u0621-\u064a]")
CHUNK = 64 * 1024


class _Words(HTMLParser):
    """Gathers what a reader would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = ""  # the element whose inside is not read
        self.depth = 0

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        """A block begins on a line of its own."""
        if self.silent:
            self.depth += tag == self.silent
        elif tag in _SILENT:
            self.silent, self.depth = tag, 1
        elif tag in _BLOCKS:
            self.found.append("\n")
        elif tag in ("td", "th"):
            self.found.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """And ends with it."""
        if self.silent:
            self.depth -= tag == self.silent
            self.silent = self.silent if self.depth else ""
        elif tag in _BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        """Words between the tags."""
        if not self.silent:
            self.found.append(data)


def _declared(content: bytes) -> str:
    found = _CHARSET.search(content[:4096])
    if found is None:
        return ""
    try:
        codec = codecs.lookup(found[1].decode("ascii"))
    except LookupError:
        return ""
    # Python has codecs that are no letters (rot13, zlib): only those of texts are taken
    return codec.name if getattr(codec, "_is_text_encoding", False) else ""


def decoded(content: bytes, declared: str = "") -> str:
    """The letters of a file.

    Raises
    ------
    DocumentUnreadable : it is no text.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if b"\x00" in content:
        raise DocumentUnreadable("not_what_it_says")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(declared, errors="replace") if declared else _by_its_looks(content)


def _by_its_looks(content: bytes) -> str:
    """One of the two old Windows tables: the Arabic one where most of what is not ASCII would be Arabic."""
    arabic = content.decode("cp1256", errors="replace")
    strange = sum(letter > "\x7f" for letter in arabic)
    if (
        len(_ARABIC.findall(arabic)) * 5 > strange * 4
        and _ARABIC.search(arabic)
        and re.search(r"[\u0621-\u064a]{3}", arabic)
    ):
        return arabic
    return content.decode("cp1252", errors="replace")


def text_of_html(content: bytes) -> list[str]:
    """What a reader of the page would see, as one part."""
    reading = _Words()
    text = decoded(content, _declared(content))
    try:
        for at in range(0, len(text), CHUNK):
            reading.feed(text[at : at + CHUNK])
        reading.close()
    except (AssertionError, ValueError):  # what the parser makes of a broken declaration
        raise DocumentUnreadable("damaged") from None
    return ["".join(reading.found)]


def text_of_plain(content: bytes) -> list[str]:
    """Plain text; a form feed ends a page."""
    return decoded(content).split("\f")

"""What a person wrote in a message, without what her mail program quoted and signed.

Careful rather than clever: a line is cut only where it is surely not hers. Pure text in, text out; five languages.
Stands on nothing.
"""

import re
from html.parser import HTMLParser

# So much of a message is looked at; what she wrote stands at its beginning.
MOST_READ = 400_000
# No program writes a longer line before what it quotes.
LONGEST_LINE = 500

# Our own line, in the languages of the interface.
OURS = re.compile(
    r"^\W*---\s*(Write your answer above this line|Schrijf uw antwoord boven deze regel|"
    r"Écrivez votre réponse au-dessus de cette ligne|Escriba su respuesta encima de esta línea|"
    r"اكتب ردك فوق هذا السطر)\s*---\W*$"
)
# "On Monday … Ana wrote:" as programs put it before what they quote.
_WROTE = re.compile(
    r"^\W*(?:(?:On|Op|Le|El|Il giorno|Am)\b.{4,300}\b(?:wrote|schreef|a écrit|escribió|ha scritto|schrieb)\b.{0,120}|"
    r"(?:في|بتاريخ)\s.{4,300}(?:كتب|كتبت).{0,120}|"
    r".{1,120}<[^<>\s]+@[^<>\s]+>\s*(?:wrote|schreef|a écrit|escribió|كتب|كتبت)(?:\s.{0,60})?)\s*[:：]\s*$",
    re.DOTALL,
)
_BEGINS_WROTE = re.compile(r"^\W*(?:On|Op|Le|El|في|بتاريخ)\s")
# "-----Original Message-----"
_ORIGINAL = re.compile(
    r"^\W*[-_]{2,}\s*(Original Message|Forwarded message|Oorspronkelijk bericht|Doorgestuurd bericht|"
    r"Message d[’']origine|Message original|Message transféré|Mensaje original|Mensaje reenviado|"
    r"الرسالة الأصلية|رسالة معاد توجيهها)\s*[-_]{2,}\W*$",
    re.IGNORECASE,
)
# Outlook's head of what follows: From, Sent, To, Subject in a row.
_FROM = re.compile(r"^[\s*>]*(From|Van|De|من)\s*:\s*\*?\s*\S", re.IGNORECASE)
_HEAD = re.compile(
    r"^[\s*>]*(Sent|Date|To|Cc|Subject|Verzonden|Datum|Aan|Onderwerp|Envoyé|À|Objet|Enviado(?: el)?|Fecha|Para|Asunto|"
    r"تم الإرسال|التاريخ|إلى|الموضوع)\s*:",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*_{20,}\s*$")
# "Sent from my telephone"
_DEVICE = re.compile(
    r"^\W*(Sent from (?:my|Outlook|Mail|Yahoo)\b|Get Outlook for\b|Verstuurd vanaf\b|Verzonden (?:vanaf|met|vanuit)\b|"
    r"Envoyé (?:de|depuis) (?:mon|Outlook|l)|Télécharger Outlook|Enviado desde\b|Obtener Outlook|"
    r"أُ?رسلت? من\b|مرسل من\b).{0,80}$",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"^--\s?$")


def _is_head(lines: list[str], at: int) -> bool:
    """Do a From and two more lines of a head stand here, as Outlook writes them?"""
    if not _FROM.match(lines[at]):
        return False
    following = [line for line in lines[at + 1 : at + 8] if line.strip()][:4]
    return sum(bool(_HEAD.match(line)) for line in following) >= 2


def _is_wrote(line: str) -> bool:
    return len(line) <= LONGEST_LINE and bool(_WROTE.match(line))


def _wrote_until(lines: list[str], at: int) -> int:
    """The line after "… wrote:", which may be broken over up to four lines; `at` where there is none."""
    if _is_wrote(lines[at]):
        return at + 1
    if _BEGINS_WROTE.match(lines[at]):
        for end in range(at + 2, min(at + 5, len(lines) + 1)):
            if not lines[end - 1].strip():
                return at
            if _is_wrote(" ".join(line.strip() for line in lines[at:end])):
                return end
    return at


def _ends_all(lines: list[str], at: int) -> bool:
    """Is everything from here on not hers?"""
    line = lines[at]
    if OURS.match(line) or _ORIGINAL.match(line) or _is_head(lines, at):
        return True
    return bool(_RULE.match(line)) and any(_is_head(lines, later) for later in range(at + 1, min(at + 4, len(lines))))


def _is_quoted(line: str) -> bool:
    return line.lstrip("\u200e\u200f ").startswith((">", "|>"))


def _quotes_follow(lines: list[str], at: int) -> bool:
    """After "… wrote:": does a quotation by signs follow, so that what stands between or below it is hers?"""
    following = next((line for line in lines[at:] if line.strip()), "")
    return _is_quoted(following)


def _walk(lines: list[str]) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(lines):
        if _ends_all(lines, at) or _SIGNED.match(lines[at]):
            break
        after = _wrote_until(lines, at)
        if after > at and _quotes_follow(lines, after):
            at = after
            continue
        # without signs it is a program's line only if it names an address; else she may have written it
        if after > at and "@" in " ".join(lines[at:after]):
            break
        if not _is_quoted(lines[at]):
            kept.append(lines[at].rstrip())
        at += 1
    return kept


def own_words(text: str) -> str:
    """What the person wrote herself; empty where nothing is left."""
    lines = text[:MOST_READ].replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").split("\n")
    kept = _walk(lines)
    while kept and (not kept[-1].strip() or _DEVICE.match(kept[-1])):
        kept.pop()
    said = "\n".join(kept).strip()
    return re.sub(r"\n{3,}", "\n\n", said)


# Messages that are HTML alone --------------------------------------------------------------------------

_BLOCKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol", "table", "pre", "hr"}
_UNSEEN = {"style", "script", "head", "title", "template"}
# Where programs put what they quote.
_QUOTES = re.compile(
    r"gmail_quote|gmail_signature|yahoo_quoted|moz-cite-prefix|divRplyFwdMsg|appendonsend|protonmail_quote"
)


class _Words(HTMLParser):
    """The text of a message in HTML. What a program marks as quoted gets the sign of a quotation."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.unseen = 0
        self.quoted = 0
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line; a quotation begins."""
        if tag in _UNSEEN:
            self.unseen += 1
        if tag == "br" or tag in _BLOCKS:
            self._line()
        marks = " ".join(value or "" for name, value in attrs if name in ("class", "id"))
        quotes = tag == "blockquote" or (tag == "div" and bool(_QUOTES.search(marks)))
        if tag in ("div", "blockquote"):
            self.open.append((tag, quotes))
            if quotes:
                self.quoted += 1
                self._line()

    def handle_endtag(self, tag: str) -> None:
        """A block ends a line; a quotation ends."""
        if tag in _UNSEEN and self.unseen:
            self.unseen -= 1
        if tag in _BLOCKS:
            self._line()
        if tag in ("div", "blockquote") and self.open:
            _tag, quotes = self.open.pop()
            if quotes:
                self.quoted -= 1
                self._line()

    def handle_data(self, data: str) -> None:
        """Words, in one line as HTML means them."""
        if not self.unseen:
            words = re.sub(r"\s+", " ", data)
            if words.strip() or (self.said and not self.said[-1].endswith(("\n", "> "))):
                self.said.append(words)

    def _line(self) -> None:
        self.said.append("\n" + ("> " if self.quoted else ""))


def text_of_html(markup: str) -> str:
    """A message in HTML as plain text; what its program marked as quoted stands behind the sign of a quotation."""
    reader = _Words()
    reader.feed(markup[:MOST_READ])
    reader.close()
    lines = "".join(reader.said).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()

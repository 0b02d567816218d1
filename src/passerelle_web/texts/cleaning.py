"""What people write as HTML that can neither run nor hide anything, and as plain words.

Markdown is read by markdown-it, and nh3 lets through what is listed here. Holds no storage. Stands on `people`.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from passerelle_web.texts.languages import direction

LONGEST = 100_000  # letters that are read as Markdown; a longer text is shown as it was typed
LOWERED = 2  # a page has its own title and its own sections above what people write
TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
MARK = "nofollow noopener ugc"  # the sheet of styles shows a sign beside such a link
_BLOCKS = {"paragraph_close", "heading_close", "fence", "code_block", "hr", "tr_close", "html_block"}

# Most of what people write has nothing of Markdown in it but empty lines. Such a text is known by what it lacks, and is
# not read as Markdown: signs that mean something inside a line, and what may not begin or end one.
_SIGNS = r"\\`*_~\[\]<&"
_NOT_IN_LINE = rf"{_SIGNS}\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_SIMPLE_LINE = rf"(?=\S)(?![#>+=:|-]|\d+[.)])[^{_NOT_IN_LINE}]*(?<!\s)"
_BETWEEN = re.compile(r"\n{2,}")
_SIMPLE = re.compile(rf"(?:{_SIMPLE_LINE})(?:\n+{_SIMPLE_LINE})*")


def _picture(
    _renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: OptionsDict, _held: Any
) -> str:  # fmt: skip
    """A picture becomes the link to it: nothing is fetched that the reader did not ask for."""
    source = str(tokens[at].attrs.get("src", ""))
    return f'<a href="{escape(source)}">{escape(tokens[at].content or source)}</a>'


def _reader() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    made.add_render_rule("image", _picture)
    return made


_MARKDOWN = _reader()


def _lowered(tokens: Iterable[Token]) -> list[Token]:
    """The same with each heading lower, so that a page keeps its own."""
    listed = list(tokens)
    for token in listed:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + LOWERED, 6)}"
    return listed


def cleaned(html: str) -> str:
    """HTML with nothing in it but the elements that are listed here; links are marked."""
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=MARK, strip_comments=True,
        clean_content_tags={"script", "style", "iframe", "object", "template"},
    )  # fmt: skip


def _simple(text: str) -> str:
    """The HTML of a text without any Markdown: the same that the long way gives, which a law holds it to."""
    safe = text.replace(">", "&gt;").replace("\xa0", "&nbsp;")
    return "".join(f"<p>{one}</p>\n" for one in _BETWEEN.split(safe))


@lru_cache(maxsize=1024)
def _html(source: str) -> str:
    if _SIMPLE.fullmatch(source) and len(source) <= LONGEST:
        return _simple(source)
    return _read(source)


def _read(source: str) -> str:
    text = source.replace("\x00", "")
    if len(text) > LONGEST:
        return cleaned(f"<pre>{escape(text)}</pre>")
    return cleaned(_MARKDOWN.renderer.render(_lowered(_MARKDOWN.parse(text)), _MARKDOWN.options, {}))


def rendered(source: str, *, language: str = "") -> SafeString:
    """What somebody wrote, in Markdown, as HTML for a page.

    Parameters
    ----------
    language : the code that it was written in; "" where it is not known, when each reader's browser finds the
        direction by the first letters.
    """
    spoken = f'lang="{escape(language)}" dir="{direction(language)}"' if language else 'dir="auto"'
    return SafeString(f'<div class="written" {spoken}>{_html(source)}</div>')


def _words(tokens: Iterable[Token]) -> Iterable[str]:
    for token in tokens:
        if token.type == "inline":
            yield from _words(token.children or ())
        elif token.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif token.type == "image":
            yield token.content
        elif token.type in ("td_close", "th_close"):
            yield " "
        else:
            yield token.content
        if token.type in _BLOCKS:
            yield "\n"


def plain(source: str) -> str:
    """The words alone, a line for each paragraph: for snippets and mail. Where it is shown it is still escaped."""
    if _SIMPLE.fullmatch(source):
        return _lines(source)
    text = source.replace("\x00", "")
    return _lines(text if len(text) > LONGEST else "".join(_words(_MARKDOWN.parse(text))))


def _lines(whole: str) -> str:
    return "\n".join(line for raw in whole.splitlines() if (line := " ".join(raw.split())))

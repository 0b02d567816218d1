"""What a timetable is drawn with: inks by name, as tokens of the site or as fixed colours for paper; words.

Every text from outside is escaped. Stands on `base`.
"""

from dataclasses import dataclass, field
from html import escape
from typing import Literal

from passerelle.base.words import RIGHT_TO_LEFT, language_of

Anchor = Literal["start", "middle", "end"]
FACE = "Source Sans 3, Noto Sans Arabic, Segoe UI, Roboto, Helvetica, Arial, sans-serif"

# Tokens of the site with their light value, which paper has, and which stands in where a page has no tokens.
TOKENS = {
    "ink": "#1d2433", "ink-soft": "#4a5366", "line": "#dfdbd0", "line-strong": "#8b8778", "paper": "#fbfaf7",
    "paper-sunk": "#f3f1ea", "accent": "#0b6e75", "accent-wash": "#e4f0ef", "migrants-ink": "#7c590b",
    "warning": "#8f2d2d",
}  # fmt: skip
_INKS: dict[str, dict[str, str]] = {
    "word": {"fill": "@ink"},
    "soft": {"fill": "@ink-soft"},
    "alarm": {"fill": "@warning"},
    "halo": {"fill": "none", "stroke": "@paper", "stroke-width": "3", "stroke-linejoin": "round"},
    "period": {"fill": "@paper-sunk"},
    "year": {"stroke": "@line-strong", "stroke-width": "0.8"},
    "part": {"stroke": "@line", "stroke-width": "0.7"},
    "edge": {"stroke": "@line-strong", "stroke-width": "0.8"},
    "bar": {"fill": "@accent", "stroke": "@accent", "stroke-width": "1"},
    "critical": {"fill": "none", "stroke": "@ink", "stroke-width": "2"},
    "hatch": {"stroke": "@paper", "stroke-width": "2.6"},
    "span": {"fill": "@line-strong"},
    "thin-span": {"fill": "@line-strong", "fill-opacity": "0.7"},
    "slack": {"fill": "none", "stroke": "@ink-soft", "stroke-width": "1.1"},
    "need": {"fill": "none", "stroke": "@ink-soft", "stroke-width": "0.9"},
    "head": {"fill": "@ink-soft"},
    "today": {"stroke": "@warning", "stroke-width": "1.4", "stroke-dasharray": "4 3"},
    "mark": {"fill": "@warning"},
    "on-mark": {"fill": "@paper"},
}


@dataclass
class Pen:
    """Collects the pieces of one drawing. `paper` gives fixed colours instead of the site's tokens."""

    language: str
    paper: bool
    key: str
    parts: list[str] = field(default_factory=list)

    @property
    def rtl(self) -> bool:
        """Are the words read from right to left?"""
        return language_of(self.language) in RIGHT_TO_LEFT

    def ink(self, name: str) -> str:
        """The attributes of a kind of mark, with its class on the screen."""
        pairs = "".join(f' {key}="{self._colour(value)}"' for key, value in _INKS[name].items())
        return pairs if self.paper else f' class="g-{name}"{pairs}'

    def _colour(self, value: str) -> str:
        if not value.startswith("@"):
            return value
        name = value[1:]
        if self.paper:
            return "#ffffff" if name == "paper" else TOKENS[name]
        return f"var(--{name}, {TOKENS[name]})"

    def add(self, part: str) -> None:
        """Put a finished piece on top of what is there."""
        self.parts.append(part)

    def line(self, ink: str, x1: float, y1: float, x2: float, y2: float) -> None:
        """A straight line."""
        self.add(f'<path{self.ink(ink)} d="M{x1:.1f},{y1:.1f}L{x2:.1f},{y2:.1f}"/>')

    def box(self, ink: str, x: float, y: float, width: float, height: float, *, more: str = "") -> None:
        """A rectangle."""
        self.add(f'<rect{self.ink(ink)} x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"{more}/>')

    def hatched(self, x: float, y: float, width: float, height: float) -> None:
        """The bar of what is critical: hatched, in a thick outline."""
        place = f' x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:g}"'
        self.add(f'<rect{self.ink("bar")}{place}/><rect fill="url(#{self.key}-hatch)"{place}/>')
        self.add(f"<rect{self.ink('critical')}{place}/>")

    def words(
        self, text: str, x: float, y: float, *, size: float = 12, anchor: Anchor = "start", bold: bool = False,
        ink: str = "word", halo: bool = False,
    ) -> None:  # fmt: skip
        """Words with their first or last letter, or their middle, at x; a language from right to left is isolated."""
        weight = ' font-weight="600"' if bold else ""
        said = escape(f"\u2067{text}\u2069" if self.rtl else text)
        place = f' x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"{weight}'
        if halo:
            # drawn twice, because not every renderer knows paint-order
            self.add(f'<text{self.ink("halo")} aria-hidden="true"{place}>{said}</text>')
        self.add(f"<text{self.ink(ink)}{place}>{said}</text>")

    def triangle(self, x: float, y: float) -> None:
        """A warning sign with its middle at a point."""
        self.add(
            f'<path{self.ink("mark")} d="M{x:.1f},{y - 6:.1f}L{x + 6.4:.1f},{y + 5:.1f}H{x - 6.4:.1f}Z"/>'
            f'<path{self.ink("on-mark")} d="M{x - 0.8:.1f},{y - 2.6:.1f}h1.6l-0.3,3.8h-1zm0.1,5h1.4v1.4h-1.4z"/>'
        )

    def svg(self, title: str, description: str, width: float, height: float, kind: str) -> str:
        """The finished picture, named and described for those who do not see it."""
        key = self.key
        ground = f'<rect width="{width:g}" height="{height:.0f}" fill="#ffffff"/>' if self.paper else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" viewBox="0 0 {width:g} {height:.0f}" '
            f'width="{width:g}" height="{height:.0f}" role="img" direction="ltr" font-family="{FACE}" '
            f'aria-labelledby="{key}-title" aria-describedby="{key}-desc">'
            f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(description)}</desc>'
            f'<defs><pattern id="{key}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><path{self.ink("hatch")} d="M0,0V5"/></pattern></defs>'
            f"{ground}{''.join(self.parts)}</svg>"
        )


_SLIM, _BROAD = set("ijltfrI.,;:'’|!()[]1 "), set("mwMWQO@%&—…")


def width_of(text: str, size: float) -> float:
    """About how wide words are, a little on the safe side."""
    parts = 0.0
    for letter in text:
        if letter in _SLIM:
            parts += 0.29
        elif letter in _BROAD or letter > "\u2e80":
            parts += 0.86 if letter < "\u2e80" else 1.0
        else:
            parts += 0.62 if letter.isupper() else 0.53
    return parts * size


def cut(text: str, room: float, size: float) -> str:
    """As much of a text as there is room for, with an ellipsis where something is left out."""
    if width_of(text, size) <= room:
        return text
    room -= width_of("…", size)
    while text and width_of(text, size) > room:
        text = text[:-1]
    return f"{text.rstrip(' ,;:.')}…"


def broken(text: str, room: float, size: float, most: int = 2) -> list[str]:
    """A text in lines that fit, broken between words; the last is cut where there would be more than `most`."""
    lines: list[str] = []
    words = text.split()
    while words:
        if len(lines) == most - 1:
            return [*lines, cut(" ".join(words), room, size)]
        taken = 1
        while taken < len(words) and width_of(" ".join(words[: taken + 1]), size) <= room:
            taken += 1
        lines.append(cut(" ".join(words[:taken]), room, size))
        words = words[taken:]
    return lines or [""]

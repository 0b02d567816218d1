"""How charts are drawn: palettes, sizes, letters, and from specification to SVG.

Specifications name colours by role ("@origin"); the palette is chosen when drawn. What they draw is in `marks`. Stands
on `figures`.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from passerelle.base.words import RIGHT_TO_LEFT, language_of
from passerelle.evidence.figures import Figure
from passerelle.output.charts.labels import Spec as Spec

Theme = Literal["light", "dark"]
# The names of the site's tokens; a test holds the two lists against each other.
PALETTES: dict[Theme, dict[str, str]] = {
    "light": {
        "@paper": "#fbfaf7", "@ink": "#1d2433", "@soft": "#4a5366", "@line": "#dfdbd0", "@accent": "#0b6e75",
        "@origin": "#b4532a", "@destination": "#34508f", "@migrants": "#a97a12", "@transit": "#5f7355",
    },
    "dark": {
        "@paper": "#12161e", "@ink": "#eae7df", "@soft": "#b9bdc7", "@line": "#2e3543", "@accent": "#63c3c6",
        "@origin": "#e88f63", "@destination": "#9bb1ee", "@migrants": "#ddaf4e", "@transit": "#a4bb98",
    },
}  # fmt: skip
FONT = "'Source Sans 3', 'Noto Sans Arabic', 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
# The one family by which words are measured and set as PNG: of a list the engine measures another than it draws.
_LETTERS = {"ar": "'Noto Sans Arabic'"}
_LATIN = "'Source Sans 3'"
_FAMILY = re.compile(r'font-family="[^"]*"')
FONTS = Path(__file__).parents[1] / "fonts"
# Arabic as babel writes it with Latin digits: 8.000 and 1,5
_LOCALES = {"en": "en-US", "nl": "nl-NL", "fr": "fr-FR", "es": "es-ES", "ar": "nl-NL"}
PAPER_WIDTH = 390  # pixels, which a page of paper scales to half its measure


@dataclass(frozen=True)
class Chart:
    """A drawing with its words and papers.

    `title` says the finding, `subtitle` the measure with unit and years, `description` what is to be seen for who
    does not see it. `figures` are what is drawn, for the table and the sources. `spec` is Vega-Lite with colours
    by role. `height` and `paper_height` are those of the whole drawing on screen and on paper, in pixels.
    """

    slug: str
    title: str
    subtitle: str
    description: str
    figures: tuple[Figure, ...]
    spec: Spec = field(repr=False)
    height: int = 260
    paper_height: int = 160

    @property
    def beyond_title(self) -> str:
        """What the description says beside the title, which stands in print above it."""
        return self.description.removeprefix(self.title).strip()


def _themed(value: Any, palette: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _themed(item, palette) for key, item in value.items()}
    if isinstance(value, list):
        return [_themed(item, palette) for item in value]
    return palette.get(value, value) if isinstance(value, str) else value


@cache
def _converter() -> Any:
    import vl_convert  # noqa: PLC0415  starts a JavaScript engine: only who draws pays for it

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def _whole(chart: Chart, theme: Theme, width: int, height: int, language: str) -> Spec:
    palette = PALETTES[theme]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 2, "right": 4, "top": 8, "bottom": 2},
        "config": _config(palette, _LETTERS.get(language, _LATIN)),
        **_themed(_turned(chart.spec, language), palette),
    }


def _turned(value: Any, language: str) -> Any:
    """The specification with every word isolated from right to left, where the language runs so.

    A drawing runs from left to right, and "nurses 13.9 (2017)" would fall apart in it.
    """
    if language not in RIGHT_TO_LEFT:
        return value
    if isinstance(value, dict):
        return {key: _isolated(item) if key == "text" else _turned(item, language) for key, item in value.items()}
    return [_turned(item, language) for item in value] if isinstance(value, list) else value


def _isolated(text: Any) -> Any:
    return f"\u2067{text}\u2069" if isinstance(text, str) else text


def svg(
    chart: Chart, *, theme: Theme = "light", width: int = 640, height: int | None = None, language: str = "en"
) -> str:
    """The chart as SVG; `width` and `height` are those of the whole drawing in pixels."""
    spoken = language_of(language)
    spec = _whole(chart, theme, width, height or chart.height, spoken)
    drawn: str = _converter().vegalite_to_svg(spec, format_locale=_LOCALES[spoken])
    drawn = drawn.replace(f'font-family="{_LETTERS.get(spoken, _LATIN)}"', f'font-family="{FONT}"')
    # a drawing inside a page is a picture: its words stand beside it, and a page from right to left does not turn it
    return drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" direction="ltr" ', 1)


def png(chart: Chart, *, width: int = 640, height: int | None = None, language: str = "en", scale: int = 2) -> bytes:
    """The chart as PNG at twice the size of the screen, for documents that take no SVG."""
    spoken = language_of(language)
    spec = {**_whole(chart, "light", width, height or chart.height, spoken), "background": "#ffffff"}
    drawn: bytes = _converter().vegalite_to_png(spec, scale=scale, format_locale=_LOCALES[spoken])
    return drawn


def svg_as_png(drawing: str, *, language: str = "en", scale: int = 3) -> bytes:
    """Any of our drawings as PNG, in the letters of the language."""
    letters = _LETTERS.get(language_of(language), _LATIN)
    drawn: bytes = _converter().svg_to_png(_FAMILY.sub(f'font-family="{letters}"', drawing), scale=scale)
    return drawn


def _config(palette: dict[str, str], letters: str) -> Spec:
    words = {"labelColor": palette["@soft"], "labelFontSize": 13, "labelFont": letters, "titleColor": palette["@soft"]}
    return {
        "background": None,
        "font": letters,
        "view": {"stroke": None},
        "axis": {
            **words, "titleFontSize": 13, "titleFontWeight": 400, "domainColor": palette["@line"],
            "tickColor": palette["@line"], "gridColor": palette["@line"], "gridDash": [1, 3], "labelPadding": 6,
            "title": None,
        },
        "text": {"font": letters, "fontSize": 14, "fill": palette["@ink"]},
    }  # fmt: skip

"""Languages that content may be in: any of ISO 639-1, by the name that the reader's language has for it.

The languages of the interface are Django's own; these are more. Holds no texts. Stands on `people`.
"""

from functools import lru_cache
from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

# ISO 639-1 as its registration authority keeps it; sh, withdrawn, is left out.
_REGISTERED = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja "
    "jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb "
    "nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq "
    "sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
CODES = tuple(_REGISTERED.split())
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
# What the names of languages lack in the tables of names
_LACKING = {"ho": "Hiri Motu", "kj": "Kuanyama", "ng": "Ndonga", "pi": "Pali", "ch": "Chamorro"}


def is_language(code: str) -> bool:
    """Is it a code of ISO 639-1?"""
    return code in CODES


def direction(code: str) -> str:
    """How it is written: `rtl` or `ltr`."""
    return "rtl" if code[:2] in RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=2048)
def _name(code: str, reader: str) -> str:
    for spoken in (reader, "en"):
        if found := Locale.parse(spoken).languages.get(code):
            return str(found)
    return _LACKING.get(code, code)


def name_of(code: str, reader: str = "") -> str:
    """The name of a language in the reader's; "" for no language."""
    return _name(code, reader or (get_language() or "en")[:2]) if code else ""


def choices(first: str = "") -> list[tuple[str, Any]]:
    """The languages of this site, then the others by name. `first` is the label of no choice; "" for none."""
    own = [code for code, _label in settings.LANGUAGES]
    rest = sorted((name_of(code).casefold(), code) for code in CODES if code not in own)
    return [
        *([("", first)] if first else []),
        (_("Languages of this site"), [(code, name_of(code)) for code in own]),
        (_("Other languages"), [(code, name_of(code)) for _key, code in rest]),
    ]


class LanguageField(forms.ChoiceField):
    """A language of a text. One that may stay empty has the label `without` for that."""

    def __init__(self, *, without: Any = "", **named: Any) -> None:
        named.setdefault("label", gettext_lazy("Language"))
        first = without or gettext_lazy("Choose a language")
        super().__init__(choices=lambda: choices(str(first)), **named)

"""Every page of the rooms of the forum, with addresses of things that there are; and questions for the box of search.

Pages are found from the addresses that the site knows, so that a new one is read without being told of here. Run in a
process that knows the database; the reading is in `forum`.
"""

import random
from collections.abc import Iterator
from typing import Any

ROOMS = ("people", "texts", "library", "practices", "forum", "dialogues", "post", "consensus")
# Files and copies of data, which are taken away and not read; and what answers nothing by being read.
NO_PAGES = {
    "people:everything", "people:take-away", "people:copy", "people:invited", "library:file", "practices:open-data",
    "practices:edition-pdf", "practices:begin-from", "forum:decisions-csv", "forum:decisions-json",
    "consensus:result", "consensus:data", "consensus:take_votes", "consensus:brought", "post:no-more",
}  # fmt: skip
Asked = dict[str, Any]


def _routes(resolver: Any, room: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name and parameters of each address of the rooms."""
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            yield from _routes(one, one.namespace or room)
        elif room in ROOMS:
            yield f"{room}:{one.name}", tuple(one.pattern.converters or one.pattern.regex.groupindex)


class Samples:
    """Things of each kind, for the parameters of addresses: the largest first, others by chance."""

    def __init__(self, many: int, seed: int = 1) -> None:
        self.many, self.lot = many, random.Random(seed)

    def some(self, rows: Any, *names: str, first: str = "") -> list[Any]:
        """Values of some rows: of a few that come first in an order, and of others."""
        ordered = rows.order_by(*([first] if first else []), "pk")
        total = ordered.count()
        places = sorted({0, *(self.lot.randrange(total) for _ in range(self.many - 1))}) if total else []
        return [ordered.values_list(*names)[at] for at in places]

    def of(self, name: str, wants: tuple[str, ...]) -> list[Asked]:
        """Parameters for an address."""
        room = name.partition(":")[0]
        asked = getattr(self, f"_{room}")(name, wants)
        whats = WHATS.get(name, ("",))
        return [{**one, **({"what": what} if "what" in wants else {})} for one in asked for what in whats][: self.many]

    def _people(self, name: str, wants: tuple[str, ...]) -> list[Asked]:
        from passerelle_web.people.models import (
            DelegationFunction,
            Invitation,
            JointAnswer,
            JointStatement,
            Member,
            Membership,
        )

        if "slug" in wants:
            return [{"slug": slug} for (slug,) in self.some(Member.objects.all(), "slug")]
        held = {"people:hand-over": DelegationFunction, "people:lay-down": DelegationFunction, "people:end": Membership,
                "people:invite-again": Invitation, "people:take-back": Invitation,
                "people:joint-answer": JointAnswer, "people:joint-withdraw": JointAnswer}  # fmt: skip
        keys = self.some(held.get(name, JointStatement).objects.all(), "pk")
        return [{"key": key} | ({"how": "deliver"} if "how" in wants else {}) for (key,) in keys] if wants else [{}]

    def _texts(self, _name: str, _wants: tuple[str, ...]) -> list[Asked]:
        from passerelle_web.texts.models import Translation

        rows = self.some(Translation.objects.all(), "subject_kind", "subject_key", "field")
        return [dict(zip(("kind", "key", "field"), row, strict=True)) for row in rows]

    def _library(self, _name: str, wants: tuple[str, ...]) -> list[Asked]:
        from passerelle_web.library.models import Document

        return [{"key": key} for (key,) in self.some(Document.objects.filter(state="read"), "pk")] if wants else [{}]

    def _practices(self, name: str, wants: tuple[str, ...]) -> list[Asked]:
        from passerelle_web.practices.models import Edition, Entry, Tried, Version

        if not wants:
            return [{}]
        if "report" in wants:
            return [{"key": key, "report": one} for one, key in self.some(Tried.objects.all(), "pk", "practice")]
        if name == "practices:entry":
            return [{"key": key, "number": one} for one, key in self.some(Entry.objects.all(), "pk", "edition")]
        if name in ("practices:edition", "practices:change-edition", "practices:choose", "practices:publish-edition"):
            return [{"key": key} for (key,) in self.some(Edition.objects.all(), "pk")]
        state = {"practices:review": "review", "practices:publish": "review", "practices:decide": "review",
                 "practices:step": "draft", "practices:check": "draft"}.get(name, "published")  # fmt: skip
        rows = self.some(Version.objects.filter(state=state), "practice", "number")
        known = [{"key": key, "number": number, "slug": "results"} for key, number in rows]
        return [{part: value for part, value in one.items() if part in wants} for one in known]

    def _forum(self, name: str, wants: tuple[str, ...]) -> list[Asked]:
        from passerelle_web.forum import models as held

        if "offer" in wants:
            found = [{"offer": pk, "key": key} for pk, key in self.some(held.Offer.objects.all(), "pk", "request")]
        elif {"year", "number"} <= set(wants):
            found = [{"year": y, "number": n} for y, n in self.some(held.Decision.objects.all(), "year", "number")]
        elif name in ("forum:support-theme", "forum:withdraw-theme", "forum:answer-theme"):
            rows = self.some(held.ThemeProposal.objects.all(), "cycle__year", "pk")
            found = [{"number": year, "key": key} for year, key in rows]
        elif name in ("forum:ask-seat", "forum:lay-down-seat", "forum:answer-seat"):
            rows = self.some(held.YearSeat.objects.all(), "seats__cycle__year", "pk")
            found = [{"number": year, "key": key} for year, key in rows]
        elif name == "forum:charter-version":
            found = [{"number": n} for (n,) in self.some(held.CharterVersion.objects.all(), "number")]
        elif "number" in wants:
            found = [{"number": y} for (y,) in self.some(held.Cycle.objects.all(), "year", first="-year")]
        elif "slug" in wants:
            found = self._people(name, wants)
        elif "key" in wants:
            rows = {
                "forum:end-ability": held.Ability,
                "forum:name-person": held.Holding,
                "forum:end-seat": held.Holding,
            }
            kind = rows.get(name, held.Application if "application" in name else held.HelpRequest)
            found = [{"key": key} for (key,) in self.some(kind.objects.all(), "pk")]
        else:
            found = [{}]
        return [{part: value for part, value in one.items() if part in wants} for one in found if _fits(one, wants)]

    def _dialogues(self, name: str, wants: tuple[str, ...]) -> list[Asked]:
        from passerelle_web.dialogues import models as held

        one_of = {
            "session": (held.Session, "dialogue"), "paragraph": (held.Paragraph, "draft__dialogue", "draft"),
            "proposal": (held.Proposal, "paragraph__draft__dialogue", "paragraph__draft"),
            "note": (held.Note, "draft__dialogue", "draft"), "silence": (held.Silence, "draft__dialogue"),
            "draft": (held.Draft, "dialogue"), "question": (held.Question, "dialogue"), "fact": (held.Fact, "dialogue"),
            "party": (held.Party, "dialogue"), "office": (held.Office, "dialogue"),
        }  # fmt: skip
        for part, (model, *up) in one_of.items():
            if part in wants:
                rows = self.some(model.objects.all(), "pk", *up)
                names = (part, "key", "draft")[: len(up) + 1]
                return [dict(zip(names, row, strict=True)) for row in rows]
        if "number" in wants:
            rows = self.some(held.Contribution.objects.filter(answers=None), "dialogue", "number")
            long = held.Contribution.objects.filter(replies__isnull=False).order_by("-dialogue__newest", "number")
            return [
                {"key": key, "number": number} for key, number in [*long.values_list("dialogue", "number")[:1], *rows]
            ]
        rows = self.some(held.Dialogue.objects.all(), "pk", first="-newest")
        return [{"key": key} for (key,) in rows] if wants else [{}]

    def _post(self, name: str, wants: tuple[str, ...]) -> list[Asked]:
        from passerelle_web.post.models import Following, Letter

        held = Letter if name == "post:again" else Following
        return [{"key": key} for (key,) in self.some(held.objects.all(), "pk")] if wants else [{}]

    def _consensus(self, _name: str, wants: tuple[str, ...]) -> list[Asked]:
        from passerelle_web.consensus.models import Appeal, Consultation

        if "appeal" in wants:
            rows = self.some(Appeal.objects.all(), "pk", "statement__consultation")
            return [{"appeal": pk, "key": str(key)} for pk, key in rows]
        rows = self.some(Consultation.objects.all(), "pk", "dialogue", "link", "access", first="-newest")
        if "dialogue" in wants:
            return [{"dialogue": dialogue} for _pk, dialogue, _link, _access in rows]
        keys = [link if access == "link" else str(pk) for pk, _dialogue, link, access in rows]
        return [{"key": key} | ({"number": 1} if "number" in wants else {}) for key in keys]


# What is done, where an address says it in a word.
WHATS = {
    "practices:decide": ("send-back", "decline"), "practices:entry": ("remove",), "forum:answer-theme": ("choose",),
    "forum:answer-seat": ("give",), "dialogues:decide": ("accept", "reject", "bracket"),
}  # fmt: skip


def _fits(one: Asked, wants: tuple[str, ...]) -> bool:
    return all(part in one or part in ("what", "mission", "number") for part in wants)


def pages(many: int = 3) -> dict[str, list[str]]:
    """Addresses by the name of their page, without the language before them; of each at most so many."""
    from django.urls import NoReverseMatch, get_resolver, reverse

    samples, found = Samples(many), {}
    for name, wants in _routes(get_resolver()):
        if name in NO_PAGES:
            continue
        listed = []
        for one in samples.of(name, wants):
            try:
                listed.append(reverse(name, kwargs=one).removeprefix("/en"))
            except NoReverseMatch:
                continue
        if listed:
            found[name] = sorted(set(listed))
    for name, more in FURTHER.items():
        base = name.partition(" ")[0]
        found[name] = [f"{address}{more}" for address in found.get(base, [])]
    return found


# The same pages farther down, and with filters.
FURTHER = {
    "people:trail far": "?page=900", "dialogues:exchange far": "?page=40",
    "dialogues:dialogues filtered": "?stage=drafting",
    "practices:practices far": "?page=400", "practices:practices filtered": "?grade=5&language=fr",
    "library:documents far": "?page=40", "library:documents filtered": "?language=fr&year=2010",
    "consensus:table sorted": "?sort=divides", "post:outbox sent": "?state=sent&page=100",
}  # fmt: skip


def questions(seed: int = 1) -> dict[str, list[str]]:
    """Questions for the box, by their kind, in several languages."""
    from bench.forum_words import Speakers

    lot, speakers = random.Random(seed), Speakers().by_language
    found: dict[str, list[str]] = {}
    for language, speaker in speakers.items():
        common = [word for word in speaker.common[:200] if len(word) > 4]
        rare = speaker.words[len(speaker.common) + 200 :].tolist()
        pairs = [lot.sample(common[:30], 2) for _ in range(4)]
        found |= {
            f"search one common word, {language}": common[:4],
            f"search two common words, {language}": [" ".join(pair) for pair in pairs],
            f"search a phrase of common words, {language}": [f'"{" ".join(pair)}"' for pair in pairs],
            f"search rare words, {language}": lot.sample(rare, 4),
            f"search common and rare, {language}": [f"{common[k]} {lot.choice(rare[:2000])}" for k in range(4)],
            f"search either of common words, {language}": [" OR ".join(pair) for pair in pairs],
            f"search without a word, {language}": [f"{pair[0]} -{pair[1]}" for pair in pairs],
        }
    return found


def searches() -> dict[str, list[str]]:
    """Addresses of searches: the questions, with filters, farther down."""
    from django.utils.http import urlencode

    asked = questions()
    found = {name: [f"/search/?{urlencode({'q': text})}" for text in texts] for name, texts in asked.items()}
    common = asked["search one common word, en"]
    for filters in ("kind=practices.practice", "kind=dialogues.contribution", "language=fr", "year=2024",
                    "country=MEX", "theme=2.2-circular-migration", "page=40"):  # fmt: skip
        found[f"search with {filters.partition('=')[0]} ({filters.rpartition('=')[2]})"] = [
            f"/search/?{urlencode({'q': text})}&{filters}" for text in common
        ]
    found["search without words"] = ["/search/?q=&kind=practices.practice", "/search/?q=&language=ar", "/search/?q="]
    return found

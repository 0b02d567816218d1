"""A forum of the size of the claim, invented: members, people, dialogues, practices, documents, the forum's own work.

Votes are in `forum_votes`. Run as `python -m bench.forum_filling SHARE` on the database that PASSERELLE_DATABASE names.
"""

import itertools
import random
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from bench.forum_copy import loading, put
from bench.forum_words import LANGUAGES, Speakers

SIZES = {
    "members": 200, "people": 5_000, "dialogues": 500, "contributions": 200_000, "largest dialogue": 20_000,
    "largest text": 120, "longest thread": 250, "practices": 20_000, "documents": 4_000, "decisions": 480,
    "calls for help": 1_000, "corridors with facts": 20, "voters": 100_000, "statements": 1_000,
    "small consultations": 228, "voters of a small one": 800,
}  # fmt: skip
INVENTED = "(invented)"
PASSWORD = "an invented password of the load test"
RECORD, CHATHAM, RULES = 1, 3, (1, 2, 2, 3, 4)  # passerelle.dialogue.attribution.Rule
OF_THE_FORUM = ("secretariat", "administrator", "steering_group", "chair")


class Filling:
    """The rooms filled one after another; each remembers what the next need."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        from django.utils import timezone

        from passerelle.plans.codes import themes

        self.many = dict(sizes)
        self.lot, self.speakers = random.Random(2026), Speakers()
        self.now, self.today = timezone.now(), timezone.localdate()
        self.themes = list(themes())

    def key(self) -> uuid.UUID:
        return uuid.UUID(int=self.lot.getrandbits(128), version=4)

    def moment(self, days: int = 1_500) -> datetime:
        return self.now - timedelta(seconds=self.lot.randint(60, days * 86_400))

    def some(self, held: Any, many: int) -> list[Any]:
        return self.lot.sample(held, min(many, len(held)))

    # People ---------------------------------------------------------------------------------------------

    def people(self) -> None:
        from django.contrib.auth.hashers import make_password

        from passerelle.base.places import current_places
        from passerelle_web.people.models import Department, Event, Kind, Member, Membership, User

        states = [place.iso3 for place in current_places()][: self.many["members"] * 6 // 10]
        others = [kind for kind in Kind.values if kind != Kind.STATE]
        kinds = [(Kind.STATE, code) for code in states]
        kinds += [(others[n % len(others)], "") for n in range(self.many["members"] - len(states))]
        self.members = [
            Member(pk=n, name=f"Member {n:03} {INVENTED}", short_name=f"M{n:03} {INVENTED}", slug=f"m{n:03}-invented",
                   kind=kind, place=place, since=date(2015, 1, 1) + timedelta(self.lot.randint(0, 2_000)))
            for n, (kind, place) in enumerate(kinds, 1)
        ]  # fmt: skip
        secret = make_password(PASSWORD)
        self.persons = [
            User(pk=n, email=f"person{n}@invented.example", name=f"Person {n} {INVENTED}", password=secret,
                 language=LANGUAGES[n % 5], joined_at=self.moment())
            for n in range(1, self.many["people"] + 1)
        ]  # fmt: skip
        put(self.members), put(self.persons)
        self.departments = [Department(member=one, name=f"Department {k}") for one in self.members for k in (1, 2, 3)]
        put(self.departments)
        self.people_of: dict[int, list[User]] = {one.pk: [] for one in self.members}
        seats, taken = [], set()
        for n, person in enumerate(self.persons):
            for member in (self.members[n % len(self.members)], *self.some(self.members, int(self.lot.random() < 0.1))):
                role = self.lot.choices(("delegate", "observer", "moderator"), (80, 15, 5))[0]
                if n < 24:
                    role = OF_THE_FORUM[n % 4]
                if (person.pk, member.pk, role) not in taken:
                    taken.add((person.pk, member.pk, role))
                    seats.append(Membership(person=person, member=member, role=role, since=member.since,
                                            department=self.departments[(member.pk - 1) * 3 + n % 3]))  # fmt: skip
                    self.people_of[member.pk].append(person)
        put(seats)
        self._delegations(seats)
        put(Event(at=self.moment(), by=self.lot.choice(self.persons), verb=verb, subject_kind="people.member",
                  subject_key=str(member.pk), subject_name=str(member))
            for verb, member in zip(itertools.cycle(("member.changed", "membership.added", "function.given")),
                                    self.lot.choices(self.members, k=self.many["people"] * 20)))  # fmt: skip

    def _delegations(self, seats: list[Any]) -> None:
        from passerelle_web.people.models import DelegationFunction, JointAnswer, JointStatement

        functions, held = [], {one.pk: 0 for one in self.members}
        for seat in seats:
            turn = held[seat.member_id]
            if seat.role == "delegate" and turn < 6:
                held[seat.member_id] += 1
                what = "head" if turn == 0 else "alternate" if turn < 3 else "focal_point"
                functions.append(DelegationFunction(
                    membership=seat, member=seat.member, function=what, turn=turn if what == "alternate" else None,
                    theme=self.themes[turn % len(self.themes)] if what == "focal_point" else "", since=seat.since,
                ))  # fmt: skip
        put(functions)
        joint = [
            JointStatement(member=self.lot.choice(self.members), subject_kind="people.member", subject_key="1",
                           title=title, wording=text, language=spoken, asked_at=self.moment(700))
            for title, (spoken, text) in zip(
                self.speakers.titles(len(self.members)), self.speakers.said(len(self.members)), strict=True
            )
        ]  # fmt: skip
        put(joint)
        put(JointAnswer(statement=one, member=member, reply="agreed", answered_at=self.now)
            for one in joint for member in {one.member, *self.some(self.members, 12)})  # fmt: skip

    # Dialogues ------------------------------------------------------------------------------------------

    def dialogues(self) -> None:
        from passerelle_web.dialogues.constituencies import constituency_of
        from passerelle_web.dialogues.models import AgendaItem, Dialogue, Office, Party, Session

        places = itertools.cycle(self._scopes())
        said = self.speakers.said(self.many["dialogues"])
        self.held = []
        for n, (title, (spoken, purpose)) in enumerate(
            zip(self.speakers.titles(self.many["dialogues"]), said, strict=True)
        ):
            begins = self.today - timedelta(self.lot.randint(30, 1_500))
            self.held.append(Dialogue(
                id=self.key(), title=f"{title} {INVENTED}", purpose=purpose, language=spoken, begins=begins,
                theme=self.themes[n % len(self.themes)], stage=("exchange", "drafting", "conclusions")[n % 3],
                rule=RULES[n % 5], is_public=n % 5 != 4, made_at=self.moment(), **next(places),
            ))  # fmt: skip
        self.held[0].is_public, self.held[0].rule = True, 2
        self.parties = {
            one.pk: [
                Party(dialogue=one, member=member, profile="none", since=one.begins,
                      constituency=constituency_of("kind", member, "none"))
                for member in self.some(self.members, self.lot.randint(5, 60))
            ]
            for one in self.held
        }  # fmt: skip
        self.sessions = {
            one.pk: [
                Session(id=self.key(), dialogue=one, title=title, rule=max(one.rule, self.lot.choice(RULES)),
                        is_written=bool(k % 2), starts_at=self.moment(900), minutes=text, minutes_language=spoken)
                for k, (title, (spoken, text)) in enumerate(
                    zip(self.speakers.titles(m), self.speakers.said(m), strict=True)
                )
            ]
            for one in self.held for m in [self.lot.randint(1, 8)]
        }  # fmt: skip
        self._contributions()
        put(self.held)
        put(itertools.chain(*self.parties.values()))
        put(Office(dialogue=one, person=person, role=role, since=one.begins) for one in self.held
            for role, person in zip(("chair", "moderator"), self.some(self.persons, 2), strict=True))  # fmt: skip
        put(itertools.chain(*self.sessions.values()))
        put(AgendaItem(session=one, place=k, title=f"Point {k} {INVENTED}")
            for one in itertools.chain(*self.sessions.values()) for k in range(1, 6))  # fmt: skip
        put(self.said), put(self.seals)
        self._translations()

    def _scopes(self) -> Iterator[dict[str, str]]:
        from passerelle.base.corridors import named_routes
        from passerelle.base.groupings import all_groupings
        from passerelle.evidence.corridors import largest_corridors
        from passerelle.evidence.store import open_store

        self.corridors = [(one.origin, one.destination) for one in largest_corridors(open_store(), 200)]
        for n, (origin, destination) in enumerate(self.corridors):
            yield {"scope": "corridor", "origin": origin, "destination": destination}
            yield {"scope": "route", "route": list(named_routes())[n % len(named_routes())]}
            yield {"scope": "region", "region": list(all_groupings())[n % len(all_groupings())]}
            yield {"scope": "world"}

    def _contributions(self) -> None:
        """Of the largest dialogue a tenth of all, of the others fewer and fewer."""
        largest, left = self.many["largest dialogue"], self.many["contributions"] - self.many["largest dialogue"]
        weights = [1 / (n + 5) for n in range(len(self.held) - 1)]
        sizes = [largest, *(max(1, int(left * weight / sum(weights))) for weight in weights)]
        sizes[1] += self.many["contributions"] - sum(sizes)
        texts = iter(self.speakers.said(sum(sizes)))
        self.said, self.seals = [], []
        for dialogue, size in zip(self.held, sizes, strict=True):
            self._spoken(dialogue, size, texts)
            dialogue.newest = size

    def _spoken(self, dialogue: Any, size: int, texts: Iterator[tuple[str, str]]) -> None:
        from passerelle.dialogue.attribution import nameable_constituencies
        from passerelle_web.dialogues.models import Contribution

        parties, sessions = self.parties[dialogue.pk], self.sessions[dialogue.pk]
        allowed = nameable_constituencies({str(one.member_id): one.constituency for one in parties})
        first: list[Contribution] = []
        for number, (spoken, text) in zip(range(1, size + 1), texts, strict=False):
            answers = self.lot.choice(first[-30:]) if first and self.lot.random() < 0.65 else None
            answers = (
                first[0] if first and number < self.many["longest thread"] and dialogue is self.held[0] else answers
            )  # one long thread
            session = answers.session if answers else self.lot.choice([None, *sessions])
            rule = max(session.rule if session else dialogue.rule, answers.rule if answers else 0)
            party = self.lot.choice(parties)
            person = self.lot.choice(self.people_of[party.member_id])
            at, hidden = dialogue.made_at + timedelta(minutes=number), self.lot.random() < 0.005
            row = Contribution(
                id=self.key(), dialogue=dialogue, session=session, answers=answers, number=number, text=text,
                language=spoken, rule=rule, person=person if rule == RECORD else None,
                member=party.member if rule < CHATHAM else None, said_on=at.date(),
                said_at=at if rule < CHATHAM else None,
                constituency=party.constituency if rule >= CHATHAM and party.constituency in allowed else "",
                is_hidden=hidden, hidden_for="Invented." if hidden else "",
            )  # fmt: skip
            if answers is None:
                first.append(row)
            self.said.append(row)
            self.seals.append(self._seal("dialogues.contribution", row.pk, person.pk, party.member_id))

    def _seal(self, kind: str, key: object, person: int, member: int) -> Any:
        import json

        from passerelle_web.dialogues.models import Seal
        from passerelle_web.dialogues.sealing import _lock

        return Seal(kind=kind, key=str(key), sealed=_lock().encrypt(json.dumps([person, member]).encode()).decode())

    def _translations(self) -> None:
        from passerelle_web.texts.models import Translation, digest_of

        rows = [one for one in self.said if self.lot.random() < 0.05]
        put(Translation(subject_kind="dialogues.contribution", subject_key=str(row.pk), field="text", text=text,
                        language=spoken if spoken != row.language else "pt", original=digest_of(row.text),
                        by=self.lot.choice(self.persons))
            for row, (spoken, text) in zip(rows, self.speakers.said(len(rows)), strict=True))  # fmt: skip

    def texts(self) -> None:
        """Texts with paragraphs, wordings, proposals, notes; silence on some of them."""
        from passerelle_web.dialogues.models import Draft, Note, Paragraph, Proposal, Receipt, Silence, Wording

        drafts = [
            Draft(id=self.key(), dialogue=one, title=f"Draft conclusions {k} {INVENTED}", language="en",
                  state=state, adopted_at=self.now if state == "adopted" else None, made_at=self.moment(400))
            for n, one in enumerate(self.held) for k, state in enumerate(("open", ("silence", "adopted")[n % 2]))
        ]  # fmt: skip
        longest = self.many["largest text"]
        many = {one.pk: longest if n == 0 else self.lot.randint(longest // 20 + 1, longest // 6 + 1)
                for n, one in enumerate(drafts)}  # fmt: skip
        rows = [Paragraph(draft=one, place=k + 1, number=2, is_heading=k % 7 == 0)
                for one in drafts for k in range(many[one.pk])]  # fmt: skip
        put(drafts), put(rows)
        texts = [text for _language, text in self.speakers.said(len(rows) * 3, 20, 90)]
        put(Wording(paragraph=row, number=k, text=text, at=self.moment(300))
            for (row, k), text in zip(itertools.product(rows, (1, 2)), texts, strict=False))  # fmt: skip
        proposals, notes = [], []
        for row, text in zip(rows, texts[2 * len(rows) :], strict=True):
            parties = self.parties[row.draft.dialogue_id]
            for k in range(self.lot.randint(0, 2)):
                state = ("open", "accepted")[k % 2]
                proposals.append(Proposal(
                    id=self.key(), paragraph=row, on_number=2, text=text, reason=text[:200], language="en", state=state,
                    member=self.lot.choice(parties).member, decided_at=None if state == "open" else self.now,
                ))  # fmt: skip
            if self.lot.random() < 0.2:
                notes.append(Note(draft=row.draft, paragraph=row, member=self.lot.choice(parties).member,
                                  kind="reservation", text=text[:300], language="en"))  # fmt: skip
        put(proposals), put(notes)
        put(self._seal("dialogues.proposal", one.pk, self.persons[one.member_id - 1].pk, one.member_id)
            for one in proposals)  # fmt: skip
        held = [
            Silence(id=self.key(), draft=one, opened_at=self.now - timedelta(5), deadline=self.now + timedelta(days),
                    text=[[1, False, texts[0]]], state=state, settled_at=settled)
            for one in drafts if one.state != "open"
            for days, state, settled in [(30, "running", None) if one.state == "silence" else (-1, "adopted", self.now)]
        ]  # fmt: skip
        put(held)
        put(Receipt(silence=one, member=party.member, received_at=self.now)
            for one in held for party in self.parties[one.draft.dialogue_id][::2])  # fmt: skip

    def tables(self) -> None:
        """Positions of parties, and figures before them."""
        from dataclasses import asdict

        from passerelle.base.corridors import Corridor
        from passerelle_web.dialogues.models import Fact, Mark, Question
        from passerelle_web.evidence.queries import corridor_known

        questions = [Question(dialogue=one, text=title, language="en") for one in self.held
                     for title in self.speakers.titles(3)]  # fmt: skip
        put(questions)
        put(itertools.chain.from_iterable(map(self._positions, questions)))
        known: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for pair in self.corridors[: self.many["corridors with facts"]]:
            figures = [one for one in corridor_known(Corridor(*pair)).newest if one.is_known and one.sex == "_T"]
            known[pair] = [asdict(one) for one in figures[:3]]
        facts = [Fact(dialogue=one, origin=pair[0], destination=pair[1], indicator=figure["indicator"], figure=figure)
                 for one in self.held for pair in [(one.origin, one.destination)]
                 for figure in known.get(pair, [])]  # fmt: skip
        put(facts)
        put(Mark(fact=one, member=party.member, says="accept", language="en")
            for one in facts for party in self.parties[one.dialogue_id][:15])  # fmt: skip

    def _positions(self, question: Any) -> Iterator[Any]:
        """Every party's, of each second one with an earlier one that it changed."""
        from passerelle_web.dialogues.models import Position

        parties = self.parties[question.dialogue_id]
        for party, (spoken, text) in zip(parties, self.speakers.said(len(parties), 20, 40), strict=True):
            for stance in self.some(("for", "conditions", "open", "against"), 1 + (party.member_id or 0) % 2):
                yield Position(question=question, member=party.member, stance=stance, text=text, language=spoken,
                               taken_at=self.moment(300))  # fmt: skip

    # Library and practices ------------------------------------------------------------------------------

    def documents(self) -> None:
        from passerelle_web.library.models import Document, Part

        sorts = ("treaty", "report", "study", "meeting", "other")
        reaches = ("public", "public", "public", "members", "member:1")
        rows = [
            Document(id=self.key(), title=f"{title} {INVENTED}", dated=str(2000 + n % 25), sort=sorts[n % 5],
                     language=LANGUAGES[n % 5], themes=[self.themes[n % len(self.themes)]],
                     places=list(self.corridors[n % 200]), reach=reaches[n % 5], stored=f"invented-{n}",
                     file_name="invented.pdf", size=9_999, state="read", member=self.lot.choice(self.members),
                     by=self.lot.choice(self.persons), added_at=self.moment())
            for n, title in enumerate(self.speakers.titles(self.many["documents"]))
        ]  # fmt: skip
        put(rows)
        pages = [(row, page) for row in rows for page in range(1, self.lot.choice((1, 2, 4, 8, 30)) + 1)]
        for at in range(0, len(pages), 20_000):
            some = pages[at : at + 20_000]
            put(Part(document=row, number=page, page=page, text=text)
                for (row, page), (_spoken, text) in zip(
                    some, self.speakers.said(len(some), 150, 350), strict=True))  # fmt: skip

    def practices(self) -> None:
        from passerelle.exchange.practices.records import Practice as Record
        from passerelle.exchange.practices.records import Result, as_plain
        from passerelle.measures.templates import all_templates
        from passerelle_web.practices.models import CRITERIA, Edition, Entry, Mark, Practice, Review, Tried, Version

        codes = list(all_templates())
        titles, said = (
            self.speakers.titles(self.many["practices"]),
            iter(self.speakers.said(self.many["practices"] * 5)),
        )
        judged = {name: {"judgement": "yes", "comment": ""} for name in CRITERIA}
        rows, versions, marks, reviews, reports = [], [], [], [], []
        for n, title in enumerate(titles):
            language, member = LANGUAGES[n % 5], self.lot.choice(self.members)
            parts = [text for _spoken, text in itertools.islice(said, 5)]
            origin, destination = self.corridors[n % 200]
            record = Record(
                title=f"{title} {INVENTED}"[:200], gist=parts[0][:200], language=language, origin=origin,
                themes=(self.themes[n % len(self.themes)],), template=codes[n % len(codes)], destination=destination,
                principles=(n % 11 + 1,), problem=parts[0], context=parts[1], done=parts[2], transfer=parts[3],
                failed=parts[4], since=str(2005 + n % 20),
                results=(Result(indicator=title[:60], grade=n % 7 + 1, source="Invented."),),
            )  # fmt: skip
            state = ("published",) * 9 + (("review", "draft")[n % 2],)
            state, at = state[n % 10], self.moment()
            row = Practice(
                id=self.key(), member=member, title=record.title, gist=record.gist, language=language, origin=origin,
                template=record.template, destination=destination, grade=record.grade, newest=1, made_at=at,
                published=1 if state == "published" else None, published_at=at if state == "published" else None,
                changed_at=at, made_by=self.persons[member.pk - 1],
            )  # fmt: skip
            version = Version(
                pk=n + 1, practice=row, number=1, state=state, content=as_plain(record), made_at=at,
                submitted_at=None if state == "draft" else at, decided_at=at if state == "published" else None,
            )  # fmt: skip
            rows.append(row), versions.append(version)
            marked = (("theme", record.themes[0]), ("place", origin), ("place", destination),
                      ("principle", str(n % 11 + 1)))  # fmt: skip
            marks += [Mark(practice=row, what=what, value=value) for what, value in marked]
            if state == "published":
                reviews += [Review(version=version, member=one, by=self.persons[one.pk - 1], judgements=judged,
                                   recommendation="accept", language="en", at=at)
                            for one in self.some(self.members, 3) if one != member][:2]  # fmt: skip
                for one in self.some(self.members, n % 4):
                    place = self.corridors[self.lot.randrange(200)][0]
                    reports.append(Tried(id=self.key(), practice=row, version=1, member=one, place=place, since="2024",
                                         by=self.persons[one.pk - 1], adapted=parts[0], outcome="worked", grade=3,
                                         language="en", at=at))  # fmt: skip
        tried = {(one.practice_id, one.place) for one in reports}
        marks += [Mark(practice_id=key, what="tried", value=place) for key, place in tried]
        put(rows), put(versions), put(marks), put(reviews), put(reports)
        editions = [Edition(id=self.key(), number=k, title=f"Edition {k} {INVENTED}", published_at=self.now)
                    for k in (1, 2, 3)]  # fmt: skip
        put(editions)
        standing = [one for one in versions if one.state == "published"]
        put(Entry(edition=one, version=version, principle=k % 11 + 1, turn=k)
            for one in editions for k, version in enumerate(self.some(standing, 60)))  # fmt: skip

    # The forum's own work, and mail -----------------------------------------------------------------------

    def forum(self) -> None:
        from passerelle_web.forum.models import (
            Ability,
            Application,
            Cycle,
            CycleDialogue,
            Deadline,
            Decision,
            HelpRequest,
            Offer,
            Presence,
            ThemeProposal,
            ThemeSupport,
            YearSeat,
            YearSeats,
        )

        year = self.today.year
        years = [Cycle(year=year - k, begins=date(year - k, 1, 1), ends=date(year - k, 12, 31),
                       chair=self.members[k], chair_reason="Invented.") for k in range(8)]  # fmt: skip
        put(years)
        put(CycleDialogue(cycle=one, dialogue=held) for k, one in enumerate(years) for held in self.held[k::8])
        put(Deadline(cycle=one, day=one.begins + timedelta(30 * k), title=f"Deadline {k} {INVENTED}", language="en")
            for one in years for k in range(1, 12))  # fmt: skip
        words = 10 * self.many["calls for help"] + 10 * self.many["members"] + 2_000
        said, titles = iter(self.speakers.said(words)), iter(self.speakers.titles(words))
        proposals = [ThemeProposal(cycle=one, member=member, title=next(titles), reason=next(said)[1], language="en",
                                   theme=self.lot.choice(self.themes)) for one in years
                     for member in self.some(self.members, 40)]  # fmt: skip
        put(proposals)
        put(ThemeSupport(proposal=one, member=member) for one in proposals for member in self.some(self.members, 15))
        seats = [YearSeats(cycle=one, kind=kind, many=5) for one in years for kind in ("academia", "diaspora")]
        put(seats)
        put(YearSeat(seats=one, member=member, state="asked") for one in seats for member in self.members
            if member.kind == one.kind)  # fmt: skip
        decisions = [Decision(year=year - k % 8, number=k // 8 + 1, day=date(year - k % 8, 1 + k // 8 % 12, 2),
                              title=next(titles), text=next(said)[1], language="en", how="consensus",
                              is_closed=k % 10 == 0, closed_for="Invented." if k % 10 == 0 else "")
                     for k in range(self.many["decisions"])]  # fmt: skip
        put(decisions)
        put(Presence(decision=one, member=member) for one in decisions for member in self.some(self.members, 12))
        asked = [HelpRequest(id=self.key(), member=self.lot.choice(self.members), title=next(titles),
                             need=next(said)[1], brings=next(said)[1], language="en",
                             theme=self.lot.choice(self.themes), is_public=k % 4 != 0,
                             made_on=self.today - timedelta(k))
                 for k in range(self.many["calls for help"])]  # fmt: skip
        put(asked)
        put(Offer(request=one, member=member, what=next(said)[1], pays="Invented.", language="en")
            for one in asked for member in self.some(self.members, 3))  # fmt: skip
        put(Ability(member=one, theme=theme, what=next(said)[1], language="en") for one in self.members
            for theme in self.some(self.themes, 3))  # fmt: skip
        put(Application(id=self.key(), name=f"Applicant {k} {INVENTED}", short_name=f"A{k}", kind="academia",
                        what=next(said)[1], why=next(said)[1], language="en", person=self.lot.choice(self.persons))
            for k in range(self.many["calls for help"] // 8 + 2))  # fmt: skip

    def mail(self) -> None:
        from passerelle_web.post.models import Following, Habit, Item, Letter

        put(Habit(person=one, rhythm="daily", told_daily=self.now - timedelta(30)) for one in self.persons)
        topics = [f"dialogues.dialogue:{one.pk}" for one in self.held] + [
            f"practices.theme:{one}" for one in self.themes
        ]
        put(Following(person=one, topic=topic) for one in self.persons for topic in self.some(topics, 8))
        heard = {"permission": "dialogues.hear", "kind": "dialogues.contribution"}
        rows = self.some(self.said, 2 * self.many["people"])
        put(Item(key=self.key(), at=self.moment(60), topic=f"dialogues.dialogue:{row.dialogue_id}", kind="contribution",
                 said={"": text}, reach=heard | {"key": str(row.pk)})
            for row, (_spoken, text) in zip(rows, self.speakers.said(len(rows)), strict=True))  # fmt: skip
        states = self.lot.choices(("sent", "waiting", "failed"), (95, 3, 2), k=self.many["people"] * 6)
        put(Letter(key=self.key(), to_person=self.lot.choice(self.persons), kind="news", state=state,
                   sent_at=self.now if state == "sent" else None, fault="" if state != "failed" else "Invented.",
                   made_at=self.moment(90))
            for state in states)  # fmt: skip


def _timed(name: str, work: Callable[[], Any]) -> None:
    began = time.perf_counter()
    work()
    print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr)


def fill(sizes: Mapping[str, int]) -> None:
    """Fill an empty database whose tables are made."""
    from django.core.management import call_command

    from bench.forum_votes import votes
    from passerelle_web.forum import founding as charter
    from passerelle_web.library.founding import fill as founded

    founded(), charter.fill()
    filling = Filling(sizes)
    with loading():
        for name in ("people", "dialogues", "texts", "tables", "documents", "practices", "forum", "mail"):
            _timed(name, getattr(filling, name))
        _timed("votes", lambda: votes(filling))
    _timed("index", lambda: call_command("rebuild_index"))


def main(share: float) -> None:
    """Fill the database in full size, or a share of it."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, interactive=False)
    fill({name: max(int(size * share), min(size, 30)) for name, size in SIZES.items()})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    import django

    django.setup()
    main(float(sys.argv[1]))

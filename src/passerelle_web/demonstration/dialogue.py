"""The dialogue of the demonstration: the Western Mediterranean route, in the middle of its work.

Every member is invented and says so; what they say is ours. Stands on `consensus` and `dialogues` of the site.
"""

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from passerelle.base.corridors import Corridor
from passerelle.dialogue.attribution import Rule
from passerelle_web.consensus import actions as consultations
from passerelle_web.consensus import statement_actions, vote_actions
from passerelle_web.consensus.making import make_picture
from passerelle_web.consensus.models import Consultation, Statement
from passerelle_web.consensus.permissions import Opened
from passerelle_web.consensus.voices import new_visitor
from passerelle_web.demonstration.concluded import conclude
from passerelle_web.demonstration.members import people_of
from passerelle_web.demonstration.said import CONCLUSIONS, PURPOSE, SAID, STATEMENTS
from passerelle_web.dialogues import drafting_actions, meeting_actions, silence_actions, speaking_actions, table_actions
from passerelle_web.dialogues.models import Contribution, Dialogue, Session
from passerelle_web.evidence.queries import corridor_known
from passerelle_web.people.models import Member
from passerelle_web.texts.actions import translate

VOICES = 40  # invented voices in the consultation
PARTIES = {
    "Skills (invented)": "several", "Mali (invented)": "origin", "Senegal (invented)": "origin",
    "Ivory Coast (invented)": "origin", "Algeria (invented)": "transit", "Spain (invented)": "destination",
    "Work (invented)": "destination", "Associations (invented)": "none", "Shelter (invented)": "none",
    "Unions (invented)": "none",
}  # fmt: skip


def route_dialogue(members: Mapping[str, Member], today: date) -> Dialogue:
    """The dialogue with all that is in it."""
    made = meeting_actions.open_dialogue(
        title="Seasonal work and safe journeys on the Western Mediterranean route", purpose=PURPOSE, language="en",
        theme="2.2-circular-migration", scope="route", route="western-mediterranean", begins=today - timedelta(days=90),
        ends=today + timedelta(days=270), rule=Rule.MEMBER, constituency="kind", is_demonstration=True, by=None,
    )  # fmt: skip
    for name, profile in PARTIES.items():
        meeting_actions.join(
            dialogue=made, member=members[name], profile=profile, since=today - timedelta(days=80), by=None
        )
    chair = people_of(members["Associations (invented)"])[1]
    meeting_actions.appoint(dialogue=made, email=chair.email, role="chair", by=None)
    meeting_actions.set_stage(dialogue=made, stage="drafting", by=None)
    sessions = _sessions(made)
    _exchange(made, members, sessions)
    _tables(made, members)
    _texts(made, members)
    conclude(made, members, sessions["opening"], today)
    _consultation(made)
    return made


def _sessions(made: Dialogue) -> dict[str, Session]:
    """A meeting that was, a round in writing that runs, one among heads to come."""
    now = timezone.now()

    def at(days: int, hour: int = 9) -> datetime:
        return (now + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)

    opening = meeting_actions.set_session(
        dialogue=made, title="Opening meeting", starts_at=at(-60), ends_at=at(-60, 17), rule=Rule.MEMBER,
        zone="Africa/Casablanca", where="Tangier", by=None,
    )  # fmt: skip
    points = [("Opening", "Chair"), ("What seasonal work costs those who go", "Shelter (invented)"), ("Next steps", "")]
    meeting_actions.set_agenda(session=opening, points=points, by=None)
    meeting_actions.write_minutes(
        session=opening, language="en", by=None,
        text="The parties agreed to look at the cost of journeys first, and to lay figures before one another.",
    )  # fmt: skip
    journeys = meeting_actions.set_session(
        dialogue=made, title="Who pays for the journey", starts_at=at(-10), ends_at=at(20), rule=Rule.CHATHAM,
        is_written=True, by=None,
    )  # fmt: skip
    meeting_actions.set_session(
        dialogue=made, title="Heads of delegation", starts_at=at(30), ends_at=at(30, 16), rule=Rule.CLOSED,
        zone="Europe/Madrid", where="Algeciras", by=None,
    )  # fmt: skip
    return {"opening": opening, "journeys": journeys}


def _exchange(made: Dialogue, members: Mapping[str, Member], sessions: Mapping[str, Session]) -> None:
    """What was said, each in the speaker's own language; one thing with a translation beside it."""
    said: dict[str, Contribution] = {}
    for key, who, language, room, answers, text in SAID:
        said[key] = speaking_actions.speak(
            dialogue=made, text=text, language=language, member=members[who], by=people_of(members[who])[0],
            session=sessions.get(room), answers=said.get(answers),
        )  # fmt: skip
    translate(
        kind="dialogues.contribution", key=str(said["fees"].pk), field="text", language="en",
        text="Our workers often pay for the journey themselves. We propose that the employer advances it.",
        by=people_of(members["Spain (invented)"])[0], member=members["Spain (invented)"],
    )  # fmt: skip


def _tables(made: Dialogue, members: Mapping[str, Member]) -> None:
    """Positions on a question, one of which changed, and figures on which parties gave their word."""
    question = table_actions.ask(
        dialogue=made, text="Should employers advance the cost of the journey?", language="en", by=None
    )
    for who, stance, text in (
        ("Senegal (invented)", "for", ""), ("Spain (invented)", "against", ""), ("Mali (invented)", "for", ""),
        ("Unions (invented)", "for", ""), ("Work (invented)", "open", ""),
        ("Spain (invented)", "conditions", "If it is set off against wages over the season, and not at once."),
    ):  # fmt: skip
        table_actions.take_position(
            question=question,
            stance=stance,
            text=text,
            language="en",
            member=members[who],
            by=people_of(members[who])[0],
        )
    corridor = Corridor("SEN", "ESP")
    stock, *_ = (one for one in corridor_known(corridor).newest if one.indicator == "stock" and one.sex == "_T")
    fact = table_actions.lay(dialogue=made, corridor=corridor, figure=stock, by=None)
    for who in ("Senegal (invented)", "Spain (invented)"):
        table_actions.give_word(
            fact=fact, says="accept", language="en", member=members[who], by=people_of(members[who])[0]
        )


def _texts(made: Dialogue, members: Mapping[str, Member]) -> None:
    """Draft conclusions with proposals at every stage, and a short text under silence."""
    draft = drafting_actions.begin_draft(
        dialogue=made, title="Draft conclusions", text=CONCLUSIONS, language="en", by=None
    )
    _heading, first, second, third = draft.paragraphs.all()

    def proposed(where: object, who: str, text: str, reason: str, language: str = "en", **more: object) -> object:
        return drafting_actions.propose(
            paragraph=where, change="replace", text=text, reason=reason, language=language, member=members[who],
            by=people_of(members[who])[0], **more,
        )  # fmt: skip

    one = proposed(
        first, "Senegal (invented)", f"{first.wordings.get().text[:-1]}, by sex and by age.",
        "L’âge compte pour la formation.", "fr",
    )  # fmt: skip
    proposed(
        first, "Spain (invented)", f"{first.wordings.get().text[:-1]}, by sex and by five-year age group.",
        "Groups of age are what the register holds.", amends=one,
    )  # fmt: skip
    fund = proposed(
        second, "Spain (invented)", second.wordings.get().text.replace("employers", "employers or by a common fund"),
        "Such a fund could begin with what both sides pay already.",
    )  # fmt: skip
    drafting_actions.bracket(proposal=fund, by=None)
    years = proposed(
        third, "Algeria (invented)", third.wordings.get().text.replace("a year", "two years"), "A year is short."
    )
    drafting_actions.accept(proposal=years, by=None)
    drafting_actions.attach(
        draft=draft, paragraph=second, kind="reservation", text="Not before our law on recruitment is in force.",
        member=members["Mali (invented)"], language="en", by=people_of(members["Mali (invented)"])[0],
    )  # fmt: skip
    short = drafting_actions.begin_draft(
        dialogue=made, title="On publishing what recruiters ask", language="en", by=None,
        text="The parties publish, each in its own languages, what recruiters may ask of those who go: nothing.",
    )  # fmt: skip
    silence = silence_actions.open_silence(draft=short, deadline=timezone.now() + timedelta(days=5), by=None)
    silence_actions.receive(
        silence=silence, member=members["Spain (invented)"], by=people_of(members["Spain (invented)"])[0]
    )


def _consultation(made: Dialogue) -> Consultation:
    """A consultation that everybody may enter, with invented voices of two minds on some things, of one on others."""
    consultation = consultations.open_consultation(
        dialogue=made, by=None, is_demonstration=True, title="Before the season", language="en",
        question="What should the parties agree before the next season?", access="link",
        opens_at=timezone.now() - timedelta(days=7), closes_at=timezone.now() + timedelta(days=60),
    )  # fmt: skip
    texts = [text for text, _, _ in STATEMENTS]
    statements = statement_actions.put_seeds(consultation=consultation, texts=texts, language="en", by=None)
    _vote(consultation, statements)
    make_picture(consultation)  # at once, as no worker runs while the demonstration is filled in
    return consultation


def _vote(consultation: Consultation, statements: list[Statement]) -> None:
    """Voices of two minds; the same each time, as the draw is fixed."""
    draw = random.Random(2006)  # noqa: S311  invented voices, no secret
    opened = Opened(consultation, by_link=True)
    for number in range(VOICES):
        voice = new_visitor(consultation)
        for statement, (_, *agree) in zip(statements, STATEMENTS, strict=True):
            if draw.random() < 0.85:
                value = 0 if draw.random() < 0.1 else 1 if draw.random() < agree[number % 2] else -1
                vote_actions.cast(opened=opened, statement=statement, value=value, by=AnonymousUser(), voice=voice)

"""What came out of the dialogue of the demonstration: a text that stands, commitments out of it, joint statements.

Every member is invented, and every text says so. Stands on `dialogues` of the site.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone

from passerelle_web.demonstration.members import people_of
from passerelle_web.demonstration.said import ADOPTED, COMMITMENTS, JOINT
from passerelle_web.dialogues import commitments, drafting_actions, joint_actions, silence_actions
from passerelle_web.dialogues.models import Dialogue, Draft, Session, Silence
from passerelle_web.people import joint_actions as people_joint
from passerelle_web.people.models import Member
from passerelle_web.plans import following_actions


def conclude(made: Dialogue, members: Mapping[str, Member], opening: Session, today: date) -> None:
    """A text adopted by silence with what members commit to out of it, and what several say together."""
    _commit(_adopted(made, members), members, today)
    for title, wording, asker, answers in JOINT:
        _say_together(made, members, opening, title, wording, asker, answers)


def _adopted(made: Dialogue, members: Mapping[str, Member]) -> Draft:
    """Conclusions whose silence ended last week, received by some and broken by nobody; one party explained itself."""
    draft = drafting_actions.begin_draft(
        dialogue=made,
        title="First conclusions: what recruiters may ask (invented)",
        text=ADOPTED,
        language="en",
        by=None,
    )
    *_others, last = draft.paragraphs.all()
    algeria = members["Algeria (invented)"]
    drafting_actions.attach(
        draft=draft, paragraph=last, kind="explanation", language="en", member=algeria, by=people_of(algeria)[0],
        text="Invented: we read “those who come back” as everybody whose season has ended.",
    )  # fmt: skip
    silence = silence_actions.open_silence(draft=draft, deadline=timezone.now() + timedelta(days=7), by=None)
    for name in ("Senegal (invented)", "Spain (invented)", "Unions (invented)"):
        silence_actions.receive(silence=silence, member=members[name], by=people_of(members[name])[0])
    # the invented story began a while ago; the server's clock then finds its deadline past
    back = timedelta(days=14)
    Silence.objects.filter(pk=silence.pk).update(opened_at=silence.opened_at - back, deadline=silence.deadline - back)
    silence.receipts.exclude(received_at=None).update(received_at=silence.opened_at - back + timedelta(hours=20))
    silence_actions.settle(silence=silence)
    draft.refresh_from_db()
    return draft


def _commit(draft: Draft, members: Mapping[str, Member], today: date) -> None:
    """One commitment that runs, one that was kept, one that was withdrawn with its reason."""
    paragraphs = list(draft.paragraphs.all())
    for name, number, days, told, ends in COMMITMENTS:
        member = members[name]
        speaker = people_of(member)[0]
        pledge = commitments.commit(
            draft=draft,
            paragraph=paragraphs[number],
            member=member,
            by=speaker,
            due=today + timedelta(days=days),
            **told,
        )
        if "kept" in ends:
            following_actions.keep_pledge(pledge=pledge, text=ends["kept"], by=speaker)
        if "withdrawn" in ends:
            following_actions.withdraw_pledge(pledge=pledge, reason=ends["withdrawn"], by=speaker)


def _say_together(
    made: Dialogue, members: Mapping[str, Member], opening: Session, title: str, wording: str, asker: str,
    answers: Mapping[str, bool | None],
) -> None:  # fmt: skip
    """A statement that a party asks others to join; delivered where all have answered."""
    member = members[asker]
    speaker = people_of(member)[0]
    statement = joint_actions.ask_parties(
        dialogue=made, member=member, members=[members[name] for name in answers], title=title, wording=wording,
        language="en", by=speaker, session=opening,
    )  # fmt: skip
    for name, agrees in answers.items():
        if agrees is not None:
            asked = statement.answers.get(member=members[name])
            people_joint.answer(answer=asked, agrees=agrees, by=people_of(members[name])[0])
    if None not in answers.values():
        people_joint.deliver(statement=statement, by=speaker)

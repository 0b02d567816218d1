"""What people hear of dialogues by mail, and what they answer by mail.

News never names who spoke: mail is kept and cannot be called back when a rule is tightened. Stands on `queries`.
"""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import queries
from passerelle_web.dialogues.models import Contribution, Dialogue, Silence
from passerelle_web.dialogues.order_permissions import permit  # noqa: F401  registers who may
from passerelle_web.dialogues.permissions import make_ready
from passerelle_web.people.models import JointStatement, User
from passerelle_web.people.permissions import may
from passerelle_web.people.refusals import NotAllowed
from passerelle_web.people.remembering import remember, remembered
from passerelle_web.post import actions as post
from passerelle_web.post import answers, news, topics
from passerelle_web.post.news import Words
from passerelle_web.post.topics import Topic
from passerelle_web.texts.cleaning import plain

PREFIX = "dialogues.dialogue:"
ORDER, SIDE = "dialogues.keep_order", "dialogues.appeal"
LONGEST = 400  # letters of a contribution in a mail


def topic_of(dialogue: Dialogue) -> str:
    """The topic under which a dialogue is followed."""
    return f"{PREFIX}{dialogue.pk}"


def dialogue_of_topic(topic: str) -> Dialogue | None:
    """The dialogue of a topic."""
    return remembered(topic, lambda: Dialogue.objects.filter(pk=topic.removeprefix(PREFIX)).first())


def _ready(followed: Sequence[str]) -> None:
    """Read the dialogues of several topics, and who takes part in those that not everybody reads."""
    held = list(Dialogue.objects.filter(pk__in=[topic.removeprefix(PREFIX) for topic in followed]))
    for one in held:
        remember(topic_of(one), one)
    make_ready([one for one in held if not one.is_public])


def _named(person: User, topic: str) -> Topic | None:
    dialogue = dialogue_of_topic(topic)
    if dialogue is None or not may(person, "dialogues.see", dialogue):
        return None
    return Topic(dialogue.title, dialogue.get_absolute_url())


def follow(dialogue: Dialogue, person: User) -> None:
    """Let a person hear of a dialogue that concerns her, unless she chose not to."""
    post.follow(person=person, topic=topic_of(dialogue), by=None)


def tell_contribution(row: Contribution) -> None:
    """Tell what was said, and never who said it: a rule may be tightened before the mail is read."""
    words = plain(row.text)
    told = words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()} …"
    news.tell(
        topic=topic_of(row.dialogue), kind="contribution",
        said=lambda: _("Contribution {number}: {text}").format(number=row.number, text=told),
        address=row.get_absolute_url, reach=("dialogues.hear", row),
    )  # fmt: skip


def tell_silence(silence: Silence) -> None:
    """Tell that a text is under silence, up to when."""
    dialogue = silence.draft.dialogue
    deadline = f"{silence.deadline:%Y-%m-%d %H:%M} UTC"
    news.tell(
        topic=topic_of(dialogue), kind="silence",
        said=lambda: _("“{title}” is under silence up to {deadline}").format(
            title=silence.draft.title, deadline=deadline
        ),
        address=silence.get_absolute_url, reach=("dialogues.see_inside", dialogue),
    )  # fmt: skip


def _tell_order(row: Contribution, kind: str, said: Words, reach: str) -> None:
    where = row.dialogue if reach == ORDER else row
    topic = topic_of(row.dialogue)
    news.tell(topic=topic, kind=kind, said=said, address=row.get_absolute_url, reach=(reach, where))


def tell_reported(row: Contribution) -> None:
    """Tell who keeps order that a contribution was reported, and not by whom."""
    _tell_order(row, "reported", lambda: _("Contribution {number} was reported").format(number=row.number), ORDER)


def tell_appealed(row: Contribution) -> None:
    """Tell who keeps order that an appeal waits."""
    _tell_order(
        row, "appealed", lambda: _("An appeal for contribution {number} waits for an answer").format(number=row.number),
        ORDER,
    )  # fmt: skip


def tell_hidden(row: Contribution) -> None:
    """Tell the speaker's side that its contribution was hidden, where the rule names its member in any case.

    Else a letter to her delegation would tell who spoke to who keeps letters; then the page alone tells it.
    """
    if row.rule < Rule.CHATHAM:
        _tell_order(
            row, "hidden", lambda: _("Your contribution {number} was hidden: {reason}. You may appeal once.").format(
                number=row.number, reason=row.hidden_for
            ), SIDE,
        )  # fmt: skip


def tell_appeal_answered(row: Contribution) -> None:
    """Tell the speaker's side that its appeal was answered, under the same condition."""
    if row.rule < Rule.CHATHAM:
        _tell_order(
            row, "appeal_answered", lambda: _("Your appeal for contribution {number} was answered").format(
                number=row.number
            ), SIDE,
        )  # fmt: skip


def tell_asked_to_join(dialogue: Dialogue, statement: JointStatement) -> None:
    """Tell the parties that are asked, and nobody else, that a statement waits for their answer."""
    title = statement.title
    news.tell(
        topic=topic_of(dialogue), kind="joint", actor_shown=statement.member.name,
        said=lambda: _("Your member is asked to join a statement: “{title}”").format(title=title),
        address=lambda: reverse("people:joint", args=[statement.pk]), reach=("people.see_joint", statement),
    )  # fmt: skip


def _answer(person: User, topic: str, text: str) -> Contribution:
    """Take an answer by mail as a contribution, for the only party for which she speaks.

    Raises
    ------
    NotAllowed : the dialogue is gone, or she speaks for none of its parties, or for several.
    """
    from passerelle_web.dialogues.speaking_actions import speak  # noqa: PLC0415  the actions tell news through this file

    dialogue = dialogue_of_topic(topic)
    members = queries.members_for(person, dialogue) if dialogue is not None else []
    if dialogue is None or len(members) != 1:
        raise NotAllowed(_("By mail you speak only for one party; say it on the page of the dialogue."))
    return speak(dialogue=dialogue, text=text, language=person.language, member=members[0], by=person)


def listen() -> None:
    """Register with the room of mail."""
    topics.register(PREFIX, _named, ready=_ready)
    answers.register(PREFIX, _answer)

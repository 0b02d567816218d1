"""The calendar of a dialogue: its sessions, with no link to take part for those outside.

Stands on `models`.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from passerelle.dialogue.attribution import Rule
from passerelle.exchange.meetings import Meeting, calendar_of_meetings
from passerelle_web.dialogues.models import Dialogue, Session
from passerelle_web.dialogues.models.meeting import RULES
from passerelle_web.theme.feeds import marked


def calendar_of(dialogue: Dialogue, *, address: str, inside: bool) -> str:
    """Sessions as iCalendar; those that are closed, for who is inside alone."""
    sessions = dialogue.sessions.order_by("starts_at")
    shown = sessions if inside else sessions.filter(rule__lt=Rule.CLOSED)
    return calendar_of_meetings(dialogue.title, [_meeting(one, address, inside) for one in shown])


def _meeting(session: Session, address: str, inside: bool) -> Meeting:
    where = ", ".join(part for part in (session.where, session.link if inside else "") if part)
    told = _("Attribution: {rule}. All of it is voluntary and non-binding.").format(rule=RULES[Rule(session.rule)])
    return Meeting(
        str(session.pk), f"{session.dialogue.title}: {session.title}", session.starts_at, timezone.now(),
        session.ends_at, where, marked(told, is_demonstration=session.dialogue.is_demonstration),
        f"{address}sessions/{session.pk}/",
    )  # fmt: skip

"""What happened in public, as entries of feeds: dialogues, what is said in them, texts, conclusions, consultations.

Nothing names anybody whom the rule of attribution does not let be named, and no entry under the Chatham House rule
has an hour. Stands on `dialogues`, `consensus`, `practices` and `plans`.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from passerelle.base.corridors import Corridor
from passerelle_web.consensus.models import Consultation
from passerelle_web.dialogues import plain, public
from passerelle_web.dialogues.models import Contribution, Dialogue, Draft, Silence
from passerelle_web.dialogues.shown import named_all
from passerelle_web.openness.of_others import closed_consultations
from passerelle_web.people.models import Event
from passerelle_web.plans.models import Adoption
from passerelle_web.practices.models import Practice
from passerelle_web.practices.queries import Filters, listed
from passerelle_web.texts.cleaning import plain as plain_words
from passerelle_web.theme.feeds import MOST, Entry, at_midnight, id_of

LONGEST = 2_000  # letters of a text in an entry; the page has the rest


def shortened(text: str) -> str:
    """Plain words, cut where they are long."""
    words = plain_words(text)
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()} …"


def _urn(key: object) -> str:
    return f"urn:uuid:{key}"


def _stages_set(dialogues: Iterable[Dialogue]) -> dict[str, datetime]:
    """When the stage of each was last set; the trail knows."""
    keys = [str(one.pk) for one in dialogues]
    events = Event.objects.filter(subject_kind="dialogues.dialogue", subject_key__in=keys, verb="dialogue.stage_set")
    return dict(events.order_by("at").values_list("subject_key", "at"))


def of_dialogues(found: "QuerySet[Dialogue]") -> list[Entry]:
    """Dialogues that were opened, the newest; each changes when its stage does."""
    rows = list(found.order_by("-made_at", "pk")[:MOST])
    stages = _stages_set(rows)
    return [
        Entry(
            _urn(one.pk), one.title,
            _("{place}. Stage: {stage}. {purpose}").format(
                place=one.place_name, stage=one.get_stage_display(), purpose=shortened(one.purpose)
            ).strip(),
            one.get_absolute_url(), one.made_at, one.language, changed_at=stages.get(str(one.pk)), kind="dialogue",
        )
        for one in rows
    ]  # fmt: skip


def of_contributions(dialogue: Dialogue) -> list[Entry]:
    """What was said last in a dialogue; who, as the rule lets, and the day alone where it lets no member be named."""
    rows = list(public.contributions().filter(dialogue=dialogue).order_by("-number")[:MOST])

    def entry(one: Contribution, who: str) -> Entry:
        return Entry(
            _urn(one.pk), _("Contribution {number}: {who}").format(number=one.number, who=who), shortened(one.text),
            reverse("dialogues:contribution", args=[dialogue.pk, one.number]), one.said_at or at_midnight(one.said_on),
            one.language, who, kind="contribution",
        )  # fmt: skip

    return [entry(one, who) for one, who in zip(rows, named_all(rows), strict=True)]


def of_sessions(dialogue: Dialogue) -> list[Entry]:
    """Sessions that were set and minutes that were written, of those that are not closed."""
    held = {str(one.pk): one for one in public.sessions().filter(dialogue=dialogue)}
    told = {"session.set": _("Session: {title}"), "session.minutes_written": _("Minutes: {title}")}
    events = Event.objects.filter(subject_kind="dialogues.session", subject_key__in=held, verb__in=told).order_by("at")
    # the last of its kind stands for all
    last = {(event.subject_key, event.verb): event.at for event in events}
    found = []
    for (key, verb), at in last.items():
        one = held[key]
        is_minutes = verb == "session.minutes_written"
        found.append(Entry(
            id_of(verb, key) if is_minutes else _urn(key), told[verb].format(title=one.title),
            shortened(one.minutes) if is_minutes else f"{one.starts_at:%Y-%m-%d %H:%M} UTC", one.get_absolute_url(),
            at, one.minutes_language if is_minutes else "", kind="minutes" if is_minutes else "session",
        ))  # fmt: skip
    return found


def of_positions(dialogue: Dialogue) -> list[Entry]:
    """Positions that parties took last: their own word, and named."""
    rows = public.positions().filter(question__dialogue=dialogue).order_by("-taken_at", "-pk")[:MOST]
    address = reverse("dialogues:positions", args=[dialogue.pk])
    return [
        Entry(
            id_of("position", one.pk),
            _("{member}: {stance}").format(member=one.member.name, stance=one.get_stance_display()),
            "\n\n".join(part for part in (one.question.text, shortened(one.text)) if part), address, one.taken_at,
            one.language, one.member.name, kind="position",
        )
        for one in rows
    ]  # fmt: skip


def _settled(one: Silence) -> datetime | None:
    """The day on which it ended: an hour would say when a party broke it."""
    return max(one.opened_at, at_midnight(one.settled_at.date())) if one.settled_at else None


def of_texts(dialogue: Dialogue) -> list[Entry]:
    """Texts that were begun, put under silence, adopted or not."""
    texts = public.texts().filter(dialogue=dialogue).order_by("-made_at")[:MOST]
    begun = [
        Entry(
            _urn(one.pk), _("Text begun: {title}").format(title=one.title), str(one.get_kind_display()),
            one.get_absolute_url(), one.made_at, one.language, kind="text",
        )
        for one in texts
    ]  # fmt: skip
    under = [
        Entry(
            _urn(one.pk), _("Under silence: {title}").format(title=one.draft.title),
            _("Deadline {deadline}. State: {state}.").format(
                deadline=f"{one.deadline:%Y-%m-%d %H:%M} UTC", state=one.get_state_display()
            ),
            one.get_absolute_url(), one.opened_at, one.draft.language, changed_at=_settled(one), kind="silence",
        )
        for one in public.silences().filter(draft__dialogue=dialogue).order_by("-opened_at")[:MOST]
    ]  # fmt: skip
    adopted = of_conclusions(public.adopted_texts().filter(dialogue=dialogue))
    return [*begun, *under, *adopted]


def of_conclusions(found: "QuerySet[Draft]") -> list[Entry]:
    """Texts that were adopted, whole."""
    return [
        Entry(
            id_of("adopted", one.pk), _("Adopted: {title}").format(title=one.title),
            shortened("\n\n".join(part["text"] for part in plain.adopted_text(one))), one.get_absolute_url(),
            one.adopted_at, one.language, kind="conclusions",
        )
        for one in found[:MOST]
        if one.adopted_at is not None
    ]  # fmt: skip


def of_consultations(found: "QuerySet[Consultation] | None" = None) -> list[Entry]:
    """Consultations that have closed: an open one is seen by the parties and by who has its link alone."""
    rows = closed_consultations() if found is None else found
    return [
        Entry(
            _urn(one.pk), _("Consultation closed: {title}").format(title=one.title), shortened(one.question),
            one.get_absolute_url(), one.closes_at, one.language, kind="consultation",
        )
        for one in rows.order_by("-closes_at", "pk")[:MOST]
    ]  # fmt: skip


def of_practices(filters: Filters) -> list[Entry]:
    """Practices that were published last."""

    def entry(one: Practice) -> Entry:
        assert one.published_at is not None
        return Entry(
            f"{_urn(one.pk)}#{one.published}", one.title, f"{one.gist} ({one.member.name})", one.get_absolute_url(),
            one.published_at, one.language, one.member.name, kind="practice",
        )  # fmt: skip

    return [entry(one) for one in listed(filters)[:MOST]]


def of_plans(corridor: Corridor) -> list[Entry]:
    """Plans on a corridor that a member adopted."""
    rows = Adoption.objects.filter(plan__origin=corridor.origin, plan__destination=corridor.destination)
    return [
        Entry(
            id_of("adoption", one.pk),
            _("{member} adopted the plan “{title}”").format(member=one.member.name, title=one.plan.title),
            _("Adoption binds nobody in law."), one.plan.get_absolute_url(), at_midnight(one.on), "",
            one.member.name, at_midnight(one.until) if one.until else None, "plan",
        )
        for one in rows.select_related("plan", "member").order_by("-on", "-pk")[:MOST]
    ]  # fmt: skip

"""Commitments out of adopted conclusions: each a member's own, measured, linked to where it arose, never binding."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import commitments, meeting_actions
from passerelle_web.dialogues.models import Commitment, Draft
from passerelle_web.people.delegation_actions import set_function
from passerelle_web.people.models import Event, Function
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.plans import following_actions
from passerelle_web.plans.arising import with_sources
from passerelle_web.plans.models import Pledge
from tests.site.dialogues_makers import LONG_AGO, delegation, dialogue, draft
from tests.site.people_makers import person, put
from tests.site.test_dialogues_pages import signed_in

pytestmark = pytest.mark.django_db
WHOLE = {
    "text": "We publish wages of seasonal work each March.", "metric": "Sectors with published wages",
    "baseline": "None in 2025, national register", "owner": "Statistical office", "due": date(2028, 3, 1),
}  # fmt: skip


def adopted(talk, **more) -> Draft:
    """Conclusions that were adopted, as at the end of a silence."""
    made = draft(talk, **more)
    Draft.objects.filter(pk=made.pk).update(state="adopted", adopted_at=timezone.now())
    made.refresh_from_db()
    return made


@pytest.fixture
def talk():
    return dialogue()


@pytest.fixture
def ana(talk):
    return delegation(talk, "ana")


@pytest.fixture
def text(talk):
    return adopted(talk)


def committed(conclusions, ana, **more) -> Pledge:
    return commitments.commit(draft=conclusions, member=ana[1], by=ana[0], **(WHOLE | more))


def shown(address: str, somebody=None) -> str:
    client = signed_in(somebody) if somebody else Client()
    return client.get(address).content.decode()


def test_a_commitment_keeps_its_link_to_dialogue_and_paragraph(talk, text, ana):
    where = text.paragraphs.last()
    made = committed(text, ana, paragraph=where)
    assert (made.metric, made.baseline, made.owner, made.due) == tuple(
        WHOLE[name] for name in ("metric", "baseline", "owner", "due")
    )
    assert Commitment.objects.get().paragraph == where and made.plan is None
    assert with_sources([made], ana[0])[0].arose_from == (text.title, f"{text.get_absolute_url()}#paragraph-{where.pk}")
    told = shown(reverse("plans:pledges"))
    assert WHOLE["text"] in told and text.title in told and "Statistical office" in told
    assert Event.objects.filter(verb="dialogue.committed", subject_key=str(talk.pk)).count() == 1


@pytest.mark.parametrize("lacking", ["metric", "baseline", "owner", "due", "text"])
def test_one_that_is_not_whole_is_refused(text, ana, lacking):
    with pytest.raises(CannotBeDone):
        committed(text, ana, **{lacking: None if lacking == "due" else " "})
    assert not Pledge.objects.exists()


@pytest.mark.parametrize("state", ["open", "silence", "closed"])
def test_only_adopted_conclusions_are_committed_out_of(talk, ana, state):
    made = draft(talk)
    Draft.objects.filter(pk=made.pk).update(state=state)
    made.refresh_from_db()
    with pytest.raises(CannotBeDone, match="adopted"):
        committed(made, ana)


def test_a_paragraph_of_another_text_is_refused(talk, text, ana):
    with pytest.raises(CannotBeDone, match="another text"):
        committed(text, ana, paragraph=draft(talk).paragraphs.last())


def test_who_speaks_for_the_member_commits_it_and_nobody_else(talk, text, ana):
    second, ben = person("second"), delegation(talk, "ben")
    put(second, ana[1])
    set_function(membership=ana[0].memberships.get(), function=Function.HEAD, since=LONG_AGO, by=None)
    for who in (second, ben[0]):
        with pytest.raises(NotAllowed):
            committed(text, (who, ana[1]))
    assert committed(text, ana).member == ana[1]


def test_it_is_made_after_the_dialogue_has_ended_too(ana, talk, text):
    meeting_actions.change_dialogue(dialogue=talk, ends=timezone.localdate() - timedelta(days=1), by=None)
    assert committed(text, ana).pk


def test_the_page_of_conclusions_opens_the_form_with_the_paragraphs_words(talk, text, ana):
    where = text.paragraphs.last()
    there = f"{reverse('dialogues:commit', args=[talk.pk, text.pk])}?paragraph={where.pk}"
    assert there in shown(text.get_absolute_url(), ana[0]) and there not in shown(text.get_absolute_url())
    client = signed_in(ana[0])
    form = client.get(there).content.decode()
    assert where.wordings.get().text in form and "It binds nobody" in form
    refused = client.post(there, {"text": "Ours alone", "metric": "m"})
    assert refused.status_code == 422 and "Ours alone" in refused.content.decode()
    assert client.post(there, WHOLE | {"due": "2028-03-01"}).status_code == 302
    assert Commitment.objects.get().paragraph == where
    assert signed_in(person("stranger")).get(there).status_code == 403


def test_the_dialogues_page_lists_them_with_their_state(talk, text, ana):
    kept, gone = committed(text, ana), committed(text, ana, text="We pay for visas.")
    following_actions.keep_pledge(pledge=kept, text="Published.", by=ana[0])
    following_actions.withdraw_pledge(pledge=gone, reason="Elections.", by=ana[0])
    meeting_actions.set_stage(dialogue=talk, stage="follow_up", by=None)
    told = shown(talk.get_absolute_url())
    assert "Published." in told and "Elections." in told and "They bind nobody" in told
    other = dialogue("Another")
    meeting_actions.set_stage(dialogue=other, stage="follow_up", by=None)
    assert "No commitment yet." in shown(other.get_absolute_url())


@pytest.mark.parametrize("how", [{"is_public": False}, {"rule": Rule.CLOSED}])
def test_where_it_arose_is_told_to_those_alone_who_may_read_it(how):
    talk = dialogue("Secret title", **({} if "rule" in how else how))
    ana = delegation(talk, "ana")
    text = adopted(talk, title="Secret conclusions", **({} if "is_public" in how else how))
    committed(text, ana)
    everybody, stranger = shown(reverse("plans:pledges")), shown(reverse("plans:pledges"), person("stranger"))
    assert WHOLE["text"] in everybody and "Secret" not in everybody and "Secret" not in stranger
    assert "Secret conclusions" in shown(reverse("plans:pledges"), ana[0])
    if talk.is_public:
        assert WHOLE["metric"] not in shown(talk.get_absolute_url())


def test_withdrawing_leads_back_to_where_it_arose(text, ana):
    made = committed(text, ana)
    answer = signed_in(ana[0]).post(reverse("plans:end-pledge", args=[made.pk, "withdraw"]), {"reason": "Elections."})
    assert answer.url == text.get_absolute_url()

"""Dialogues on the pages of corridors, routes and measures: shown to each within her reach, and the words go back."""

import pytest
from django.test import Client
from django.urls import reverse

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import queries, speaking_actions
from passerelle_web.dialogues.models import Contribution
from passerelle_web.people.refusals import CannotBeDone
from tests.site.dialogues_makers import delegation, dialogue, party, said, session
from tests.site.people_makers import person
from tests.site.plans_makers import measured
from tests.site.test_dialogues_pages import signed_in

pytestmark = pytest.mark.django_db
ROUTE = {"scope": "route", "origin": "", "destination": "", "route": "western-mediterranean"}


def shown(address: str, somebody=None) -> str:
    client = signed_in(somebody) if somebody else Client()
    return client.get(address).content.decode()


def titles(address: str, somebody=None) -> list[str]:
    told = shown(address, somebody)
    section = told[told.index('id="dialogues"') :].split("</section>")[0]
    return [name for name in ("Open talk", "Closed talk") if name in section]


@pytest.fixture
def talk():
    return dialogue("Open talk", origin="BFA", destination="CIV")


@pytest.fixture
def ana(talk):
    return delegation(talk, "ana")


@pytest.fixture
def measure(ana):
    return measured(*ana)


def test_a_corridors_page_shows_the_dialogues_about_it_that_one_may_read(talk):
    closed = dialogue("Closed talk", origin="BFA", destination="CIV", is_public=False)
    eva, _ = delegation(closed, "eva")
    there = reverse("evidence:corridor", args=["BFA", "CIV"])
    assert titles(there) == ["Open talk"] and titles(there, person("stranger")) == ["Open talk"]
    assert titles(there, eva) == ["Open talk", "Closed talk"]
    assert "No dialogue about it that you can read" in shown(reverse("evidence:corridor", args=["CIV", "BFA"]))


def test_a_routes_page_shows_the_dialogues_about_it_that_one_may_read():
    dialogue("Open talk", **ROUTE)
    closed = dialogue("Closed talk", is_public=False, **ROUTE)
    eva, _ = delegation(closed, "eva")
    there = reverse("evidence:route", args=["western-mediterranean"])
    assert titles(there) == ["Open talk"] and titles(there, eva) == ["Open talk", "Closed talk"]


def test_a_measures_page_shows_what_was_said_of_it_under_the_rule_of_each_session(talk, ana, measure):
    said(talk, *ana, "Wages **first**, please.", measure=measure)
    said(talk, *ana, "Quietly: we would pay.", measure=measure, session=session(talk, Rule.CHATHAM))
    said(talk, *ana, "Behind closed doors.", measure=measure, session=session(talk, Rule.CLOSED))
    gone = said(talk, *ana, "Somebody’s name.", measure=measure)
    speaking_actions.hide(contribution=gone, reason="A name", by=None)
    told = shown(measure.get_absolute_url())
    assert "Wages first, please." in told and "Quietly: we would pay." in told and "A participant" in told
    assert "2 contributions" in told and "Behind closed doors." not in told and "Somebody’s name." not in told
    assert "Behind closed doors." in shown(measure.get_absolute_url(), ana[0])
    assert "Behind closed doors." not in shown(measure.get_absolute_url(), person("stranger"))


def test_what_was_said_where_one_may_not_read_is_not_shown(ana, measure):
    closed = dialogue("Closed talk", is_public=False)
    party(closed, ana[1])
    said(closed, *ana, "Among ourselves.", measure=measure)
    assert "Among ourselves." not in shown(measure.get_absolute_url())
    assert "Nobody has spoken of it yet" in shown(measure.get_absolute_url())
    assert "Among ourselves." in shown(measure.get_absolute_url(), ana[0])


def test_one_speaks_of_a_measure_from_its_page_and_the_words_stand_there(talk, ana, measure):
    there = f"{reverse('dialogues:exchange', args=[talk.pk])}?measure={measure.pk}"
    assert f"{there}#say" in shown(measure.get_absolute_url(), ana[0])
    assert f"{there}#say" not in shown(measure.get_absolute_url(), person("stranger"))
    client = signed_in(ana[0])
    assert measure.title in client.get(there).content.decode()
    client.post(there, {"text": "It pays for itself.", "language": "en"})
    assert Contribution.objects.get().measure == measure
    assert "It pays for itself." in shown(measure.get_absolute_url())


@pytest.mark.parametrize("key", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_key_of_no_measure_harms_nothing(talk, ana, key):
    there = f"{reverse('dialogues:exchange', args=[talk.pk])}?measure={key}"
    assert signed_in(ana[0]).post(there, {"text": "All the same.", "language": "en"}).status_code == 302
    assert Contribution.objects.get().measure is None


def test_somebodys_own_draft_of_a_measure_is_not_shown_to_all_by_speaking_of_it(talk, ana):
    own = measured(ana[0], None, title="My secret idea")
    with pytest.raises(CannotBeDone, match="own draft"):
        said(talk, *ana, measure=own)
    there = f"{reverse('dialogues:exchange', args=[talk.pk])}?measure={own.pk}"
    other = delegation(talk, "ben")[0]
    assert "My secret idea" not in signed_in(other).get(there).content.decode()
    signed_in(other).post(there, {"text": "What is it?", "language": "en"})
    assert Contribution.objects.get().measure is None


def test_ones_own_dialogues_near_a_measure_come_the_nearest_first(talk, ana):
    wide = dialogue("Wide", scope="world", origin="", destination="")
    region = dialogue("Region", scope="region", origin="", destination="", region="UEMOA")
    far = dialogue("Far", origin="SEN", destination="ESP")
    for one in (wide, region, far):
        party(one, ana[1])
    found = [one.title for one in queries.of_ones_own(ana[0], "BFA", "CIV")]
    assert found[0] == "Open talk" and set(found) == {"Open talk", "Region", "Wide"}

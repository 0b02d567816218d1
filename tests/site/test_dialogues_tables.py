"""Positions and the fact sheet: each party's own word, the newest standing, nothing without source and year."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from passerelle.base.corridors import Corridor
from passerelle.evidence.figures import Figure
from passerelle_web.dialogues import meeting_actions, table_actions
from passerelle_web.dialogues.models import Fact, Mark, Position
from passerelle_web.dialogues.tables_page import facts_of, looked_at, positions_of
from passerelle_web.people.models import Role
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from tests.site.dialogues_makers import delegation, dialogue
from tests.site.people_makers import person
from tests.site.test_dialogues_pages import signed_in

pytestmark = pytest.mark.django_db
SEN_ESP = Corridor("SEN", "ESP")
STOCK = Figure("stock", 76_000.0, "persons", "2024", "undesa_stock", "2024", "SEN", "ESP")


@pytest.fixture
def talk():
    return dialogue()


@pytest.fixture
def ana(talk):
    return delegation(talk, "ana")


@pytest.fixture
def ben(talk):
    return delegation(talk, "ben")


def position(talk, who, of, stance="for", **more):
    question = talk.questions.first() or table_actions.ask(
        dialogue=talk, text="Should employers pay?", language="en", by=None
    )
    given = {"question": question, "stance": stance, "member": of, "language": "en", "by": who, **more}
    return table_actions.take_position(**given)


def laid(talk, figure=STOCK):
    return table_actions.lay(dialogue=talk, corridor=SEN_ESP, figure=figure, by=None)


def word(fact, who, of, says="accept", **more):
    return table_actions.give_word(fact=fact, says=says, member=of, language="en", by=who, **more)


# Positions ---------------------------------------------------------------------------------------------


def test_the_newest_position_stands_and_earlier_ones_show_how_it_changed(talk, ana, ben):
    position(talk, *ana, "against")
    position(talk, *ana, "conditions", text="If both sides pay")
    table = positions_of(talk)
    (_, (first,)), (_, (second,)) = table.rows
    assert first.newest.stance == "conditions" and [one.stance for one in first.before] == ["against"]
    assert second.newest is None


def test_who_withdrew_keeps_its_row(talk, ana):
    position(talk, *ana)
    meeting_actions.leave(party=talk.parties.get(), by=ana[0])
    assert [member for member, _ in positions_of(talk).rows] == [ana[1]]


def test_conditions_are_told_and_stances_known(talk, ana):
    with pytest.raises(CannotBeDone, match="what the conditions are"):
        position(talk, *ana, "conditions")
    with pytest.raises(CannotBeDone):
        position(talk, *ana, "enthusiastic")
    with pytest.raises(IntegrityError), transaction.atomic():
        Position.objects.create(question=talk.questions.get(), member=ana[1], stance="x", language="en")


def test_a_closed_question_takes_no_more(talk, ana):
    position(talk, *ana)
    table_actions.close_question(question=talk.questions.get(), by=None)
    with pytest.raises(CannotBeDone, match="closed"):
        position(talk, *ana, "against")


def test_only_parties_that_speak_take_positions(talk, ana):
    observer = delegation(talk, "eva", role=Role.OBSERVER)
    with pytest.raises(NotAllowed):
        position(talk, *observer)
    with pytest.raises(NotAllowed):
        position(talk, ana[0], observer[1])
    with pytest.raises(NotAllowed):
        table_actions.ask(dialogue=talk, text="Mine?", language="en", by=ana[0])


# Figures -----------------------------------------------------------------------------------------------


def test_a_figure_lies_there_with_its_papers_and_once(talk):
    fact = laid(talk)
    assert table_actions.figure_of(Fact.objects.get()) == STOCK
    with pytest.raises(CannotBeDone, match="already"):
        laid(talk)
    assert fact.origin == "SEN"


def test_what_is_not_known_is_not_laid(talk):
    with pytest.raises(CannotBeDone, match="Nothing is known"):
        laid(talk, Figure("stock", None, "", "", "", "", "SEN", "ESP"))


def test_all_that_spoke_have_to_accept_and_one_alone_is_none(talk, ana, ben):
    fact = laid(talk)
    word(fact, *ana)
    assert not facts_of(talk)[0].is_agreed
    word(fact, *ben)
    assert facts_of(talk)[0].is_agreed
    word(fact, *ben, "contest", reason="It leaves out those without papers")
    shown = facts_of(talk)[0]
    assert not shown.is_agreed and [one.says for one in shown.words] == ["accept", "contest"]
    assert Mark.objects.count() == 3


@pytest.mark.parametrize(
    ("says", "given", "told"),
    [
        ("own", {"value": 80_000.0, "period": "2023"}, "its source"),
        ("own", {"value": 80_000.0, "source": "ANSD"}, "its year"),
        ("own", {"period": "2023", "source": "ANSD"}, "its value"),
        ("contest", {}, "Say why"),
        ("doubt", {}, ""),
    ],
)
def test_a_word_without_its_papers_is_refused(talk, ana, says, given, told):
    with pytest.raises(CannotBeDone, match=told):
        word(laid(talk), *ana, says, **given)
    assert not Mark.objects.exists()


def test_accepting_keeps_no_figure_that_was_typed_by_the_way(talk, ana):
    assert word(laid(talk), *ana, "accept", value=1.0, period="2023", source="x").value is None


def test_briefs_print_what_all_accept_or_both_figures(client, talk, ana, ben):
    fact = laid(talk)
    word(fact, *ana)
    word(fact, *ben)
    told = client.get("/en/corridors/SEN/ESP/brief/").content.decode()
    assert "Figures that the parties looked at" in told and "accepted by all that spoke" in told
    word(fact, *ben, "own", value=81_000.0, period="2023", source="INE, Padrón")
    told = client.get("/en/corridors/SEN/ESP/brief/").content.decode()
    assert "Anas accepts it" in told and "81,000" in told and "(2023, INE, Padrón)" in told


@pytest.mark.parametrize("given", [{"is_public": False}, {"is_demonstration": True}])
def test_briefs_tell_nothing_of_closed_or_invented_dialogues(given):
    talk = dialogue(**given)
    who = delegation(talk, "zoe")
    word(laid(talk), *who)
    assert looked_at(None, SEN_ESP) == []


def test_a_figure_without_a_word_is_not_in_the_brief(talk):
    laid(talk)
    assert looked_at(None, SEN_ESP) == []


# Pages -------------------------------------------------------------------------------------------------


def address(name: str, *given: object) -> str:
    return reverse(f"dialogues:{name}", args=given)


def test_positions_and_facts_by_the_forms(client, talk, ana):
    chair = person("chair")
    meeting_actions.appoint(dialogue=talk, email=chair.email, role="chair", by=None)
    chair, party = signed_in(chair), signed_in(ana[0])
    assert chair.post(address("ask", talk.pk), {"text": "Should employers pay?", "language": "en"}).status_code == 302
    question = talk.questions.get()
    take = address("take-position", talk.pk, question.pk)
    assert party.post(take, {"stance": "conditions", "text": "", "language": "en"}).status_code == 422
    assert party.post(take, {"stance": "conditions", "text": "If both pay", "language": "en"}).status_code == 302
    told = client.get(address("positions", talk.pk)).content.decode()
    assert "If both pay" in told and "in favour, with conditions" in told
    assert chair.post(address("close-question", talk.pk, question.pk)).status_code == 302
    choice = chair.get(address("lay", talk.pk)).content.decode()
    assert "stock|_T|_T||2020" in choice
    assert chair.post(address("lay", talk.pk), {"figure": "stock|_T|_T||2020"}).status_code == 302
    fact = talk.facts.get()
    own = {"says": "own", "value": "80000", "period": "2023", "source": "ANSD", "language": "en"}
    assert party.post(address("word", talk.pk, fact.pk), {**own, "source": ""}).status_code == 422
    assert party.post(address("word", talk.pk, fact.pk), own).status_code == 302
    told = client.get(address("facts", talk.pk)).content.decode()
    assert "80,000" in told and "ANSD" in told and "0 of 1 figures" in told


def test_a_dialogue_on_a_route_asks_for_the_corridor():
    talk = dialogue(scope="route", origin="", destination="", route="western-african")
    chair = person("chair")
    meeting_actions.appoint(dialogue=talk, email=chair.email, role="chair", by=None)
    client = signed_in(chair)
    there = address("lay", talk.pk)
    assert "Show its figures" in client.get(there).content.decode()
    assert "stock|" in client.get(there, {"origin": "Senegal", "destination": "Spain"}).content.decode()
    assert "Narnia" in client.get(there, {"origin": "Narnia", "destination": "Spain"}).content.decode()

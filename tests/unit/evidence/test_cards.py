"""Source cards: complete, honest about licences, and agreeing with the readers and indicators."""

import pytest

from passerelle.base.errors import EvidenceError
from passerelle.evidence.cards import Card, _card, all_cards, card_of
from passerelle.evidence.figures import UNITS
from passerelle.evidence.indicators.registry import needed_codes
from passerelle.evidence.readers.registry import READERS
from passerelle.evidence.store import Store

CARDS = list(all_cards().values())
RAW = {"title": "T", "publisher": "P", "licence": "L", "redistributable": True, "address": "https://x.example",
       "date_read": "2026-11", "citation": "C", "columns": {"a": "b"}}  # fmt: skip


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_every_card_has_its_papers(card: Card) -> None:
    assert card.title and card.publisher and card.licence and card.columns and card.checks and card.known_faults
    assert card.address.startswith("http" if card.publisher != "Passerelle" else "docs/") and card.cite()
    assert card.redistributable or card.why_not_shipped.endswith(".")
    known = ("publisher's file", "layout from documentation", "our own layout")
    assert card.layout in known or card.layout.startswith("made by `passerelle ")


def test_every_reader_has_a_card_and_every_card_of_files_a_reader() -> None:
    readers = {reader.source for reader in READERS}
    assert readers <= set(all_cards())
    made = {"passerelle_flows", "passerelle_remittances"}  # our own estimates
    assert {card.id for card in CARDS} - readers <= made | {"esco"}


def test_what_ships_may_be_redistributed_and_is_observed_as_the_cards_say() -> None:
    for h in Store().holdings:
        card = card_of(h.source)
        assert card.redistributable, h.source
        assert h.indicator in card.observes, (h.source, h.indicator)
        assert set(h.units) <= set(UNITS) or h.indicator not in needed_codes(), (h.source, h.units)


def test_a_card_that_lacks_something_names_it() -> None:
    assert _card("x", RAW).in_parts is False and _card("x", RAW | {"in_parts": True}).in_parts
    with pytest.raises(EvidenceError, match='card of source "x" lacks licence, columns'):
        _card("x", {key: value for key, value in RAW.items() if key not in ("licence", "columns")})


def test_a_source_is_cited_by_vintage_where_its_editions_are() -> None:
    card = _card("x", RAW | {"citation": {2015: "of 2015", "any": "in general"}})
    assert (card.cite("2015"), card.cite("2022"), card.cite()) == ("of 2015", "in general", "in general")
    assert _card("x", RAW | {"citation": {"2015": "of 2015"}}).cite("2022") == "T"


@pytest.mark.parametrize(
    ("told", "short"),
    [("Migrants living abroad (persons)", "Migrants living abroad"), ("Deaths; a minimum (persons)", "Deaths"),
     ("Rate (percent). Of those asked", "Rate"), ("1 where (a) or (b) holds", "1 where (a) or (b) holds")],
)  # fmt: skip
def test_what_a_code_means_in_short(told: str, short: str) -> None:
    assert _card("x", RAW | {"observes": {"code": told}}).means("code") == short


def test_a_source_without_a_card_is_refused_and_told_what_to_write() -> None:
    with pytest.raises(EvidenceError, match=r'"nobody" has no card.*Write evidence/cards/nobody\.yaml'):
        card_of("nobody")


def test_tables_in_parts_are_of_publishers_that_answer_queries_and_none_in_which_absence_speaks_of_a_treaty() -> None:
    parts = {card.id for card in CARDS if card.in_parts}
    assert {"eurostat", "unhcr", "wdi", "ilostat"} <= parts
    assert not {card.id for card in CARDS if any(code.startswith("party_") for code in card.observes)} & parts
    assert "undesa_stock" not in parts

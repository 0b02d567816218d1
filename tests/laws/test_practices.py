"""What holds for every practice: it comes back as it went, reads in every language, and its best result is shown best."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from passerelle.base.words import LANGUAGE_NAMES
from passerelle.exchange.practices.checking import NEEDED, clashes, lacks
from passerelle.exchange.practices.records import Practice, Result, as_plain, changed, read_practice
from passerelle.exchange.practices.telling import opening, result_text, value_text

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
figures = st.none() | st.decimals(-(10**9), 10**9, places=3, allow_nan=False, allow_infinity=False)
results = st.builds(
    Result, indicator=words, grade=st.integers(1, 7), before=figures, after=figures, unit=words, source=words
)
practices = st.builds(
    Practice, title=words, gist=words, problem=words, done=words, failed=words, transfer=words, cost=figures,
    places=st.lists(st.sampled_from(["BFA", "CIV", "SEN"]), unique=True).map(tuple),
    since=st.sampled_from(["", "2019", "2019-03"]), until=st.sampled_from(["", "2018", "2020-01"]),
    currency=st.sampled_from(["", "EUR"]), results=st.lists(results, max_size=4).map(tuple),
)  # fmt: skip


@given(practices)
def test_it_comes_back_as_it_went(practice: Practice) -> None:
    assert read_practice(as_plain(practice)) == practice == changed(practice)


@given(practices)
def test_what_clashes_lacks_and_what_is_filled_does_not(practice: Practice) -> None:
    found = lacks(practice)
    assert set(clashes(practice)) <= set(found) and len(found) == len(set(found))
    assert {name for name in NEEDED if getattr(practice, name).strip()}.isdisjoint(found)


@given(practices, st.sampled_from(sorted(LANGUAGE_NAMES)))
def test_it_reads_in_every_language_and_shows_its_best_result(practice: Practice, language: str) -> None:
    said = " ".join(opening(practice, language))
    assert said and practice.grade == max((one.grade for one in practice.results), default=0)
    if practice.best is not None:
        assert practice.best.grade == practice.grade and result_text(practice.best, language) in said


@given(st.decimals(-(10**6), 10**6, places=4, allow_nan=False, allow_infinity=False))
def test_a_figure_is_said_as_exactly_as_it_is(value: Decimal) -> None:
    assert Decimal(value_text(value).replace(",", "").replace("−", "-")) == value

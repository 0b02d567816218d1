"""What a cut saves under both readings of a volume, and how much more may be sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.base.errors import ModelError
from passerelle.economy.remittances.saving import READINGS, elasticities, reaching, responses, saving, span

BILLION = 1e9


def test_the_world_at_six_percent_brought_to_three() -> None:
    # 590 billion as the principal, and as what arrives: the two readings that published savings differ by
    sent, received = (saving(590 * BILLION, 6, 3, reading) for reading in READINGS)
    assert sent.saved == pytest.approx(17.70 * BILLION)
    assert received.saved == pytest.approx(18.83 * BILLION, rel=1e-3)
    assert received.received_before == pytest.approx(590 * BILLION)
    assert sent.received_before == pytest.approx(554.6 * BILLION)


def test_published_rise_at_six_and_a_half_percent() -> None:
    # Kpodar and Imam (2022): 32 billion more if the price fell to 3 %; 540 billion at 6.5 % by assumption
    row = next(r for r in responses(saving(540 * BILLION, 6.5, 3)) if r.value == 0.0164)
    assert row.rise == pytest.approx(32.0 * BILLION, rel=5e-3)


def test_the_surplus_is_the_saving_and_half_of_the_new_moneys() -> None:
    cut = saving(590 * BILLION, 6, 3)
    row = next(r for r in responses(cut) if r.value == 0.0164)
    assert row.rise is not None
    assert row.surplus == pytest.approx(cut.saved + 0.5 * row.rise * 0.03)


def test_at_or_below_the_target_nothing_is_saved_and_nothing_rises() -> None:
    cut = saving(100, 2.5, 3)
    assert (cut.saved, cut.received_before) == (0, cut.received_after)
    assert {row.rise for row in responses(cut)} == {0.0}


def test_no_elasticity_is_carried_farther_than_its_paper() -> None:
    by_id = {}
    for row in responses(saving(100, 6, 3)):
        by_id.setdefault(row.elasticity, []).append(row)
    assert all(row.rise is None and "not carried" in row.note for row in by_id["freund-spatafora-2008"])
    assert all(row.rise is None for row in by_id["ahmed-mughal-martinez-zarzoso-2021"])
    near = {(row.elasticity, row.value): row for row in responses(saving(100, 6, 5))}
    assert near["freund-spatafora-2008", 0.14].rise == pytest.approx(100 * (2.718281828**0.14 - 1))
    assert near["ahmed-mughal-martinez-zarzoso-2021", 1.6].rise == pytest.approx(100 * ((5 / 6) ** -1.6 - 1))


def test_a_rise_may_be_money_that_changes_channel_and_no_more_than_there_is() -> None:
    rows = responses(saving(100, 6, 5), informal_share=(0.01, 0.02))
    strong = next(r for r in rows if r.value == 0.23)
    assert strong.from_other_channels == pytest.approx(2.0)
    assert strong.rise is not None and strong.new_at_least == pytest.approx(strong.rise - 2.0)
    weak = next(r for r in responses(saving(100, 6, 5)) if r.value == 0.0164)
    assert weak.new_at_least == 0  # all of it may have been sent before, by other ways


def test_the_span_runs_over_all_rows() -> None:
    rows = responses(saving(100, 6, 5))
    low, high = span(rows)
    assert low == 0 and high == pytest.approx(max(r.rise for r in rows if r.rise is not None))
    assert span([]) is None


def test_where_no_paper_reaches_nothing_is_told_rather_than_zero() -> None:
    rows = responses(saving(100, 16.3, 3))
    assert span(rows) is None
    here, beyond = reaching(rows)
    assert here == [] and "kpodar-imam-2022" in beyond
    near, far = reaching(responses(saving(100, 6, 3)))
    assert near == ["kpodar-imam-2022"] and len(far) == 2


def test_context_is_shown_and_not_applied() -> None:
    applied = {row.elasticity for row in responses(saving(100, 6, 5))}
    context = {row.id for row in elasticities() if row.kind == "context"}
    assert context and not context & applied


def test_every_elasticity_has_its_papers() -> None:
    for row in elasticities():
        assert row.citation and row.status and row.of and row.note
        values = [v for v in (row.low, row.point, row.high) if v is not None]
        assert values == sorted(values) and values
        assert row.kind in ("per_point", "elasticity", "context")
        assert (row.farthest is None) == (row.kind == "context")


@pytest.mark.parametrize(
    ("volume", "price", "target", "words"),
    [(-1, 6, 3, "-1"), (float("nan"), 6, 3, "nan"), (1, 100, 3, "price is 100"), (1, -1, 3, "price is -1"),
     (1, 6, -2, "target is -2"), (1, 6, 100, "target is 100")],
)  # fmt: skip
def test_what_cannot_be_a_volume_or_a_price_is_refused(volume: float, price: float, target: float, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        saving(volume, price, target)


@given(st.floats(0, 1e12), st.floats(0, 99), st.floats(0, 99), st.sampled_from(READINGS))
def test_what_is_saved_is_what_more_arrives(volume: float, price: float, target: float, reading) -> None:  # type: ignore[no-untyped-def]
    cut = saving(volume, price, target, reading)
    assert cut.received_after - cut.received_before == pytest.approx(cut.saved, abs=1e-6 * (volume + 1))
    assert cut.saved >= 0


@given(st.floats(1, 1e9), st.floats(3, 12))
def test_a_deeper_cut_never_saves_less(volume: float, price: float) -> None:
    saved = [saving(volume, price, target).saved for target in (5, 3, 1, 0)]
    assert saved == sorted(saved)

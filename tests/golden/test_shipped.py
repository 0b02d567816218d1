"""Figures of the evidence that ships which a mistake in naming a place would move elsewhere."""

from passerelle.evidence.store import open_store


def test_chile_has_the_published_flows_that_its_file_keeps_under_another_code() -> None:
    rows = open_store().of_corridor("VEN", "CHL", ["migration_flow"])
    found = {(row.period, row.breakdown): row.value for row in rows}
    assert found["2015-2020", "DA_PB_CLOSED"] == 402_389


def test_the_channel_islands_have_none_as_the_published_table_does_not_know_them() -> None:
    rows = open_store().of_place("XCX", ["migration_flow_total"])
    assert rows == []


def test_every_place_with_published_flows_has_moves_both_ways_in_some_period() -> None:
    totals = open_store().of_codes(["migration_flow_total"])
    left = {row.origin for row in totals if row.destination == "W0" and row.value > 0}
    came = {row.destination for row in totals if row.origin == "_T" and row.value > 0}
    assert len(left & came) > 195 and {"CHL", "MEX", "SDN"} <= left & came

"""Groupings: memberships with their dates."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from passerelle.base.groupings import (
    GroupingUnknown,
    all_groupings,
    grouping_of,
    groupings_of,
    shared_groupings,
    unknown_members,
)

OWN = [g for g in all_groupings().values() if g.kind != "UN region"]


def members(code: str, day: str) -> set[str]:
    return {place.iso3 for place in grouping_of(code).members_on(date.fromisoformat(day))}


def test_every_member_is_a_place() -> None:
    assert unknown_members() == []


@pytest.mark.parametrize("grouping", OWN, ids=lambda g: g.code)
def test_stretches_are_in_order_and_do_not_overlap(grouping) -> None:
    for iso3 in {m.iso3 for m in grouping.memberships}:
        stretches = grouping.membership_of(iso3)
        for stretch in stretches:
            assert stretch.until is None or stretch.since < stretch.until
        for before, after in pairwise(stretches):
            assert before.until is not None and before.until <= after.since


@pytest.mark.parametrize(
    ("code", "day", "inside", "outside"),
    [
        ("ECOWAS", "2025-01-28", {"BFA", "MLI", "NER"}, {"MRT"}),
        ("ECOWAS", "2025-01-29", {"SEN", "NGA"}, {"BFA", "MLI", "NER"}),
        ("EU", "2020-01-31", {"GBR"}, set()),
        ("EU", "2020-02-01", {"HRV"}, {"GBR"}),
        ("EAC", "2024-03-03", {"COD"}, {"SOM"}),
        ("EAC", "2024-03-04", {"SOM"}, set()),
        ("AU", "2016-06-01", set(), {"MAR"}),
        ("AU", "2017-01-31", {"MAR"}, set()),
        ("SADC", "2006-01-01", set(), {"SYC"}),
        ("ASEAN", "2025-10-26", {"TLS"}, set()),
        ("AES", "2024-01-01", {"BFA", "MLI", "NER"}, set()),
    ],
)
def test_members_on_a_day(code: str, day: str, inside: set[str], outside: set[str]) -> None:
    held = members(code, day)
    assert inside <= held and not outside & held


@pytest.mark.parametrize(("code", "number"), [("EU", 27), ("EEA", 30), ("SCHENGEN", 29), ("AU", 55), ("GCC", 6)])
def test_how_many_members_in_2025(code: str, number: int) -> None:
    assert len(members(code, "2025-06-01")) == number


def test_the_last_day_is_inside_and_the_first_day_after_is_not() -> None:
    for grouping in OWN:
        for m in grouping.memberships:
            assert m.holds_on(m.since) and not m.holds_on(m.since - timedelta(days=1))
            if m.until:
                assert m.holds_on(m.until - timedelta(days=1)) and not m.holds_on(m.until)


def test_un_regions_hold_their_places() -> None:
    assert {"SEN", "NGA"} <= members("UN011", "2025-01-01") <= members("UN002", "2025-01-01")


def test_shared_groupings_leave_regions_out() -> None:
    codes = {g.code for g in shared_groupings("BFA", "CIV", date(2025, 6, 1))}
    assert "UEMOA" in codes and "ECOWAS" not in codes and not any(code.startswith("UN") for code in codes)


def test_a_code_is_read_whatever_its_case_and_by_its_former_name() -> None:
    assert grouping_of("ecowas") is grouping_of("ECOWAS")
    assert grouping_of("ACP") is grouping_of("OACPS")


def test_an_unknown_code_lists_those_known() -> None:
    with pytest.raises(GroupingUnknown, match="ECOWAS") as refused:
        grouping_of("NATO")
    assert refused.value.exit_code == 1


def test_groupings_of_a_place() -> None:
    assert {"EU", "SCHENGEN", "UN150"} <= {g.code for g in groupings_of("NLD", date(2025, 1, 1))}

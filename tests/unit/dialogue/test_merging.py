"""Two changes of one paragraph."""

import pytest

from passerelle.dialogue.merging import merged

BASE = "The parties will share data on seasonal work each year."


@pytest.mark.parametrize(
    ("ours", "theirs", "both"),
    [
        (BASE, BASE, BASE),
        ("The parties share data on seasonal work each year.", BASE, "The parties share data on seasonal work each year."),
        (BASE, "The parties will share data.", "The parties will share data."),
        (
            "The parties will openly share data on seasonal work each year.",
            "The parties will share data on seasonal work every two years.",
            "The parties will openly share data on seasonal work every two years.",
        ),
        (
            "All parties will share data on seasonal work each year.",
            "All parties will share data on seasonal and other work each year.",
            "All parties will share data on seasonal and other work each year.",
        ),
        ("The parties will share data on seasonal work each year. Costs are shared.", "We will share data on seasonal work each year.",
         "We will share data on seasonal work each year. Costs are shared."),
    ],
)  # fmt: skip
def test_what_each_changed_alone_is_kept_from_both(ours, theirs, both):
    found = merged(BASE, ours, theirs)
    assert found.is_whole and found.text == both
    assert merged(BASE, theirs, ours) == found


@pytest.mark.parametrize(
    ("ours", "theirs", "clash"),
    [
        ("The parties must share data on seasonal work each year.", "The parties may share data on seasonal work each year.", "will"),
        ("The parties will share data on seasonal work each month.", "The parties will share data on seasonal work never.", "each year"),
        ("", "The parties will share figures on seasonal work each year.", "The parties will"),
    ],
)  # fmt: skip
def test_nothing_is_chosen_where_both_changed_the_same_words(ours, theirs, clash):
    for found in (merged(BASE, ours, theirs), merged(BASE, theirs, ours)):
        assert not found.is_whole and found.text == "" and clash in found.clash


def test_two_additions_at_one_place_clash():
    assert not merged("We agree.", "We agree. Soon.", "We agree. Later.").is_whole


def test_any_script_is_merged_by_words():
    base = "تتبادل الأطراف البيانات كل سنة"
    assert merged(base, "تتبادل كل الأطراف البيانات كل سنة", "تتبادل الأطراف البيانات كل سنتين").text.endswith(
        "كل سنتين"
    )

"""What somebody comes for, and which ways and rights that concerns: the first question of an interview.

Holds no law: names of ways only, which a test holds against the acts. Stands on nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from passerelle.base.errors import PasserelleError


@dataclass(frozen=True, slots=True)
class Goal:
    """An aim in plain words, the ways and rights that it concerns, and the facts that it says by itself."""

    name: str
    label: str
    about: str
    ways: tuple[str, ...]
    says: Mapping[str, str | bool] = field(default_factory=dict)
    groupings: tuple[str, ...] = ("EU",)  # whose members can be chosen


class GoalUnknown(PasserelleError):
    """There is no such aim."""

    title = "Not an aim"


GOALS = (
    Goal(
        "work",
        "Work",
        "A Blue Card, a season, a transfer within a company, a permit of the state's own law.",
        ("blue_card", "ict", "seasonal_worker", "single_permit", "talent_pool_profile"),
        {"purpose": "work"},
    ),
    Goal(
        "study",
        "Study, research or an exchange",
        "Study, research, training, voluntary service, au pair.",
        ("student", "researcher", "trainee", "volunteer", "au_pair"),
    ),
    Goal(
        "family",
        "Join or bring family",
        "A husband or wife, children and other relatives of somebody who lives there.",
        ("family_reunification",),
        {"purpose": "family"},
    ),
    Goal(
        "stay",
        "Stay for long, or move on within the Union",
        "Residence for long, what keeps it, living in a second state.",
        (
            "long_term_resident",
            "keep_ltr_status",
            "ltr_second_state_residence",
            "blue_card_long_term_mobility",
            "blue_card_short_term_mobility",
            "job_search_stay",
        ),
    ),
    Goal(
        "rights",
        "Know my rights at work and beside it",
        "Equal treatment, time without work, unpaid wages.",
        (
            "equal_treatment_single_permit",
            "equal_treatment_ethnic_origin",
            "equal_treatment_at_work",
            "equal_treatment_nationality",
            "single_permit_unemployment",
            "no_withdrawal_for_unemployment",
            "back_pay",
            "student_work_hours",
        ),
    ),
    Goal(
        "region",
        "Move within my own region",
        "Free movement in West and East Africa, the Caribbean, the Andes and the South.",
        (
            "ecowas_entry",
            "ecowas_residence",
            "uemoa_movement",
            "sahel_movement",
            "eac_entry",
            "eac_worker",
            "mercosur_residence",
            "andean_residence",
            "caricom_skilled",
        ),
        groupings=("ECOWAS", "UEMOA", "AES", "EAC", "MERCOSUR", "CAN", "CARICOM"),
    ),
    Goal(
        "protection",
        "I was exploited or held",
        "Help, time to recover, a permit for those who help the police, unpaid wages.",
        (
            "victim_assistance",
            "child_victim_assistance",
            "reflection_period",
            "trafficking_permit",
            "work_training_education",
            "back_pay",
            "permit_exploited_worker",
        ),
    ),
    Goal(
        "return",
        "I have no permit",
        "What may be done and what may not: time to leave, detention, a ban on entry.",
        ("voluntary_departure", "detention_limit", "entry_ban_limit", "back_pay", "victim_assistance"),
        {"illegally_staying": True},
    ),
)


def goal_of(name: str) -> Goal:
    """An aim by its name.

    Raises
    ------
    GoalUnknown : there is none of that name; those that there are, are told.
    """
    for goal in GOALS:
        if goal.name == name:
            return goal
    raise GoalUnknown(f'There is no aim "{name}". Known are {", ".join(goal.name for goal in GOALS)}.')


def texts() -> Iterator[str]:
    """What is said to a reader, to be translated."""
    for goal in GOALS:
        yield from (goal.label, goal.about)

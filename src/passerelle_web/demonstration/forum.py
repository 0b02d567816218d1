"""The forum of the demonstration: its charter adopted, seats held, a year at work, a call for help that was answered.

Every member is invented, and every text says so. Stands on `forum` of the site.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from passerelle_web.demonstration.members import people_of
from passerelle_web.dialogues.models import Dialogue
from passerelle_web.forum import (
    assistance_actions,
    charter_queries,
    cycle_actions,
    founding,
    mission_actions,
    steering_actions,
    theme_actions,
)
from passerelle_web.forum.models import Cycle, Offer
from passerelle_web.people.models import Kind, Member

SEATED = (
    "Skills (invented)", "Work (invented)", "Senegal (invented)", "Spain (invented)", "Mali (invented)",
    "Associations (invented)", "Shelter (invented)", "Unions (invented)",
)  # fmt: skip
# who proposes it, title, reason, theme of the source, who supports it, what became of it
THEMES = (
    ("Senegal (invented)", "What a season costs those who go (invented)", "2.2-circular-migration",
     "Invented: figures on costs are few, and each side has some.", ("Spain (invented)", "Unions (invented)"),
     "Invented: both sides of the route asked for it."),
    ("Associations (invented)", "Money sent home by telephone (invented)", "2.5-remittances",
     "Invented: fees on this route are known for two corridors only.", ("Mali (invented)",), ""),
)  # fmt: skip


def forum(members: Mapping[str, Member], dialogue: Dialogue, today: date) -> Cycle:
    """The forum at work, with the dialogue of the route in its year."""
    _charter(members, today)
    held = _year(members, dialogue, today)
    _themes(members, held)
    _help(members, today)
    return held


def _charter(members: Mapping[str, Member], today: date) -> None:
    """Seats are given, and those who hold them adopt the charter."""
    founding.fill()
    since = date(today.year - 1, 1, 1)
    for name in SEATED:
        steering_actions.give_seat(member=members[name], since=since, by=None)
    steering_actions.decide(
        title="The charter is adopted (invented)", language="en", how="consensus", day=since + timedelta(days=45),
        text="Invented for the demonstration. The steering group adopts the charter as it stands, and reads it again "
        "after two years.", present=[members[name] for name in SEATED], by=None,
        papers=steering_actions.Papers(charter=charter_queries.worked_by()),
    )  # fmt: skip


def _year(members: Mapping[str, Member], dialogue: Dialogue, today: date) -> Cycle:
    """This year, with its chair, its dialogue, a deadline and a line of the handover."""
    held = cycle_actions.open_year(
        year=today.year, begins=date(today.year, 1, 1), ends=date(today.year, 12, 31), by=None
    )
    held = cycle_actions.choose_chair(
        cycle=held, member=members["Senegal (invented)"], by=None,
        reason="Invented: the chair of last year was a country of destination.",
    )  # fmt: skip
    cycle_actions.add_dialogue(cycle=held, dialogue=dialogue, by=None)
    cycle_actions.set_deadline(
        cycle=held, day=date(today.year, 12, 15), language="en", by=None,
        title="Themes for next year are proposed (invented)",
    )  # fmt: skip
    cycle_actions.add_line(
        cycle=held, text="List of focal points, brought up to date (invented)", language="en", by=None
    )
    seats = theme_actions.set_seats(cycle=held, kind=Kind.DIASPORA, many=2, by=None)
    asked = theme_actions.ask_seat(seats=seats, member=members["Associations (invented)"], by=None)
    theme_actions.answer_seat(seat=asked, given=True, why="Invented: it knows both ends of the route.", by=None)
    return held


def _themes(members: Mapping[str, Member], held: Cycle) -> None:
    for name, title, theme, reason, supporters, why in THEMES:
        made = theme_actions.propose_theme(
            cycle=held, member=members[name], title=title, reason=reason, theme=theme, language="en", by=None
        )
        for one in supporters:
            theme_actions.support_theme(proposal=made, member=members[one], by=None)
        if why:
            theme_actions.answer_theme(proposal=made, chosen=True, why=why, by=None)


def _help(members: Mapping[str, Member], today: date) -> Offer:
    """Mali asks, Spain and the unions offer, one offer is taken, its terms are agreed and a mission is set."""
    mali, spain, unions = (members[f"{name} (invented)"] for name in ("Mali", "Spain", "Unions"))
    assistance_actions.offer_ability(
        member=unions, theme="2.2-circular-migration", language="en", by=None, languages=["fr", "ar"],
        what="Invented: we train inspectors in how recruiters hide fees.",
    )  # fmt: skip
    asked = assistance_actions.ask_help(
        member=mali, title="A register of recruiters (invented)", language="fr", theme="2.2-circular-migration",
        need="Besoin inventé pour la démonstration : nous voulons savoir qui recrute pour la saison, et délivrer des "
        "autorisations.", brings="Deux agents, un bureau, et l’accès aux marchés où l’on recrute.",
        wanted_languages=["fr"], is_public=True, by=None,
    )  # fmt: skip
    taken = assistance_actions.offer_help(
        request=asked, member=spain, what="Dos semanas con quienes llevan nuestro registro (inventado).",
        pays="Viaje y estancia a nuestro cargo (inventado).", language="es", by=None,
    )  # fmt: skip
    assistance_actions.offer_help(
        request=asked, member=unions, what="Une formation de trois jours pour les inspecteurs (inventée).",
        pays="Chacun paie son voyage (inventé).", language="fr", by=None,
    )  # fmt: skip
    taken = assistance_actions.accept_offer(offer=taken, by=None)
    terms = mission_actions.write_terms(
        offer=taken, member=spain, language="fr", by=people_of(spain)[0],
        text="Inventé. But : un registre public à la fin de l’année. Les données restent au Mali.",
    )  # fmt: skip
    mission_actions.agree_terms(terms=terms, member=mali, by=people_of(mali)[0])
    mission_actions.set_mission(
        offer=taken, title="Première visite (inventée)", language="fr", where="Bamako", by=None,
        begins=today + timedelta(days=20), ends=today + timedelta(days=26),
        roles=[("Registre", spain, ""), ("Droit", mali, "")],
    )  # fmt: skip
    return taken

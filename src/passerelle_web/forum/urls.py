"""The addresses of this room, each under the reader's language.

Holds addresses only. Stands on the views.
"""

from django.urls import path

from passerelle_web.forum import (
    assistance_views,
    joining_views,
    mission_views,
    steering_views,
    theme_views,
    views,
    year_views,
)
from passerelle_web.forum.feeds import PublicDecisions

app_name = "forum"
YEAR = "forum/years/<int:number>/"
THEME = f"{YEAR}themes/<int:key>/"
SEAT = f"{YEAR}seats/<int:key>/"
CALL = "forum/assistance/<uuid:key>/"
OFFER = f"{CALL}offers/<int:offer>/"
APPLICATION = "forum/joining/<uuid:key>/"
urlpatterns = [
    path("forum/", views.home, name="home"),
    path("forum/follow/", views.follow, name="follow"),
    path("forum/charter/", views.charter, name="charter"),
    path("forum/charter/compare/", views.compare, name="compare"),
    path("forum/charter/draft/", views.draft_charter, name="draft-charter"),
    path("forum/charter/<int:number>/", views.charter_version, name="charter-version"),
    path("forum/steering/", steering_views.steering, name="steering"),
    path("forum/steering/give/", steering_views.give_seat, name="give-seat"),
    path("forum/steering/table/", steering_views.open_table, name="open-table"),
    path("forum/steering/<int:key>/person/", steering_views.name_person, name="name-person"),
    path("forum/steering/<int:key>/end/", steering_views.end_seat, name="end-seat"),
    path("forum/decisions/", steering_views.decisions, name="decisions"),
    path("forum/decisions/record/", steering_views.decide, name="decide"),
    path("forum/decisions/feed.atom", PublicDecisions(), name="decisions-feed"),
    path("forum/decisions/decisions.csv", steering_views.decisions_csv, name="decisions-csv"),
    path("forum/decisions/decisions.jsonl", steering_views.decisions_json, name="decisions-json"),
    path("forum/decisions/<int:year>/<int:number>/", steering_views.decision, name="decision"),
    path("forum/years/", year_views.years, name="years"),
    path("forum/years/open/", year_views.open_year, name="open-year"),
    path(YEAR, year_views.year, name="year"),
    path(f"{YEAR}calendar.ics", year_views.calendar, name="year-calendar"),
    path(f"{YEAR}chair/", year_views.chair, name="chair"),
    path(f"{YEAR}dialogues/", year_views.add_dialogue, name="add-dialogue"),
    path(f"{YEAR}deadline/", year_views.deadline, name="deadline"),
    path(f"{YEAR}lines/", year_views.add_line, name="add-line"),
    path(f"{YEAR}lines/<int:key>/done/", year_views.do_line, name="do-line"),
    path(f"{YEAR}hand-over/", year_views.hand_over, name="hand-over"),
    path(f"{YEAR}close/", year_views.close_year, name="close-year"),
    path(f"{YEAR}themes/", theme_views.themes, name="themes"),
    path(f"{YEAR}themes/propose/", theme_views.propose, name="propose-theme"),
    path(f"{THEME}support/", theme_views.support, name="support-theme"),
    path(f"{THEME}withdraw/", theme_views.withdraw, name="withdraw-theme"),
    path(f"{THEME}<slug:what>/", theme_views.answer, name="answer-theme"),
    path(f"{YEAR}seats/", theme_views.set_seats, name="set-seats"),
    path(f"{YEAR}seats/<int:key>/ask/", theme_views.ask_seat, name="ask-seat"),
    path(f"{SEAT}lay-down/", theme_views.lay_down_seat, name="lay-down-seat"),
    path(f"{SEAT}<slug:what>/", theme_views.answer_seat, name="answer-seat"),
    path("forum/joining/", joining_views.joining, name="joining"),
    path("forum/joining/apply/", joining_views.apply, name="apply"),
    path(APPLICATION, joining_views.application, name="application"),
    path(f"{APPLICATION}accept/", joining_views.accept, name="accept-application"),
    path(f"{APPLICATION}decline/", joining_views.decline, name="decline-application"),
    path(f"{APPLICATION}withdraw/", joining_views.withdraw_application, name="withdraw-application"),
    path("forum/leaving/<str:slug>/", joining_views.withdraw_member, name="withdraw-member"),
    path("forum/assistance/", assistance_views.assistance, name="assistance"),
    path("forum/assistance/ask/", assistance_views.ask, name="ask-help"),
    path("forum/assistance/can-help/", assistance_views.offer_ability, name="offer-ability"),
    path("forum/assistance/can-help/<int:key>/end/", assistance_views.end_ability, name="end-ability"),
    path(CALL, assistance_views.help_request, name="help"),
    path(f"{CALL}change/", assistance_views.change, name="change-help"),
    path(f"{CALL}close/", assistance_views.close, name="close-help"),
    path(f"{CALL}offers/", assistance_views.offer, name="offer-help"),
    path(OFFER, mission_views.offer, name="offer"),
    path(f"{OFFER}accept/", assistance_views.accept, name="accept-offer"),
    path(f"{OFFER}decline/", assistance_views.decline, name="decline-offer"),
    path(f"{OFFER}withdraw/", assistance_views.withdraw, name="withdraw-offer"),
    path(f"{OFFER}terms/", mission_views.write_terms, name="write-terms"),
    path(f"{OFFER}terms/<int:number>/", mission_views.terms, name="terms"),
    path(f"{OFFER}terms/<int:number>/agree/", mission_views.agree, name="agree-terms"),
    path(f"{OFFER}missions/", mission_views.mission, name="set-mission"),
    path(f"{OFFER}missions/<int:mission>/report/", mission_views.report, name="report-mission"),
    path(f"{OFFER}result/", mission_views.result, name="conclude"),
    path(f"{OFFER}practice/", mission_views.make_practice, name="make-practice"),
    path(f"{OFFER}commit/", mission_views.commit, name="commit"),
]

"""The addresses of this room, each under the reader's language.

Holds addresses only. Stands on `views`.
"""

from django.urls import path

from passerelle_web.dialogues import (
    commitment_views,
    drafting_views,
    exchange_views,
    order_views,
    paper_views,
    running_views,
    tables_views,
    views,
)

app_name = "dialogues"
ONE = "dialogues/<uuid:key>/"
TEXT = f"{ONE}texts/<uuid:draft>/"
SILENCE = f"{ONE}silence/<uuid:silence>/"
SESSION = f"{ONE}sessions/<uuid:session>/"
urlpatterns = [
    path("dialogues/", views.dialogues, name="dialogues"),
    path("dialogues/open/", running_views.open_one, name="open"),
    path(ONE, views.dialogue, name="dialogue"),
    path(f"{ONE}calendar.ics", views.calendar, name="calendar"),
    path(f"{ONE}change/", running_views.change, name="change"),
    path(f"{ONE}stage/", running_views.stage, name="stage"),
    path(f"{ONE}join/", running_views.join, name="join"),
    path(f"{ONE}parties/", running_views.invite, name="invite"),
    path(f"{ONE}parties/<int:party>/leave/", running_views.leave, name="leave"),
    path(f"{ONE}offices/new/", running_views.appoint, name="appoint"),
    path(f"{ONE}offices/<int:office>/end/", running_views.end_office, name="end-office"),
    path(f"{ONE}exchange/", exchange_views.exchange, name="exchange"),
    path(f"{ONE}exchange/join/", exchange_views.ask_to_join, name="ask-to-join"),
    path(f"{ONE}exchange/<int:number>/", exchange_views.contribution, name="contribution"),
    path(f"{ONE}order/", order_views.order, name="order"),
    path(f"{ONE}order/reports/<int:report>/dismiss/", order_views.dismiss, name="dismiss-report"),
    path(f"{ONE}order/appeals/<int:appeal>/", order_views.answer, name="answer-appeal"),
    path(f"{ONE}exchange/<int:number>/report/", order_views.report, name="report"),
    path(f"{ONE}exchange/<int:number>/appeal/", order_views.appeal, name="appeal"),
    path(f"{ONE}exchange/<int:number>/hide/", exchange_views.hide, name="hide"),
    path(f"{ONE}exchange/<int:number>/show/", exchange_views.show_again, name="show-again"),
    path(f"{ONE}exchange/<int:number>/seal/", exchange_views.seal, name="seal"),
    path(f"{ONE}sessions/new/", running_views.new_session, name="new-session"),
    path(SESSION, views.session, name="session"),
    path(f"{SESSION}change/", running_views.change_session, name="change-session"),
    path(f"{SESSION}agenda/", running_views.agenda, name="agenda"),
    path(f"{SESSION}minutes/", running_views.minutes, name="minutes"),
    path(f"{SESSION}documents/new/", paper_views.lay, name="lay-paper"),
    path(f"{SESSION}documents/<int:paper>/take/", paper_views.take, name="take-paper"),
    path(f"{SESSION}tighten/", running_views.tighten, name="tighten"),
    path(f"{ONE}texts/", drafting_views.drafts, name="drafts"),
    path(f"{ONE}texts/new/", drafting_views.begin, name="begin-draft"),
    path(TEXT, drafting_views.draft, name="draft"),
    path(f"{TEXT}paragraphs/<int:paragraph>/propose/", drafting_views.propose, name="propose"),
    path(f"{TEXT}paragraphs/<int:paragraph>/merge/", drafting_views.merge, name="merge"),
    path(f"{TEXT}paragraphs/<int:paragraph>/versions/", drafting_views.versions, name="wordings"),
    path(f"{TEXT}proposals/<uuid:proposal>/<slug:what>/", drafting_views.decide, name="decide"),
    path(f"{TEXT}notes/new/", drafting_views.attach, name="attach"),
    path(f"{TEXT}notes/<int:note>/withdraw/", drafting_views.withdraw_note, name="withdraw-note"),
    path(f"{TEXT}commitments/new/", commitment_views.new, name="commit"),
    path(f"{TEXT}silence/", drafting_views.open_silence, name="open-silence"),
    path(SILENCE, drafting_views.silence, name="silence"),
    path(f"{SILENCE}receive/", drafting_views.receive, name="receive"),
    path(f"{SILENCE}break/", drafting_views.break_silence, name="break-silence"),
    path(f"{ONE}positions/", tables_views.positions, name="positions"),
    path(f"{ONE}positions/ask/", tables_views.ask, name="ask"),
    path(f"{ONE}positions/<int:question>/take/", tables_views.take, name="take-position"),
    path(f"{ONE}positions/<int:question>/close/", tables_views.close, name="close-question"),
    path(f"{ONE}facts/", tables_views.facts, name="facts"),
    path(f"{ONE}facts/lay/", tables_views.lay, name="lay"),
    path(f"{ONE}facts/<int:fact>/word/", tables_views.word, name="word"),
]

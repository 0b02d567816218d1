"""The addresses of this room, each under the reader's language.

Holds addresses only. Stands on `measures`.
"""

from django.urls import path

from passerelle_web.plans import (
    editing_views,
    files,
    following_views,
    ledger_views,
    papers_views,
    scoreboard_views,
    views,
)

app_name = "plans"
PLAN = "plans/<uuid:key>/"
urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/new/", views.new, name="new"),
    path("plans/into/", editing_views.into, name="into"),
    path("plans/file/", views.from_file, name="file"),
    path(PLAN, views.plan, name="plan"),
    path(f"{PLAN}timetable/", views.timetable, name="timetable"),
    path(f"{PLAN}budget/", views.budget, name="budget"),
    path(f"{PLAN}versions/", views.versions, name="versions"),
    path(f"{PLAN}versions/<int:number>/", views.version, name="version"),
    path(f"{PLAN}changes/<int:first>/<int:last>/", views.changes, name="changes"),
    path(f"{PLAN}copy/", views.copy, name="copy"),
    path(f"{PLAN}adopt/", views.adopt, name="adopt"),
    path(f"{PLAN}withdraw/", views.withdraw, name="withdraw"),
    path(f"{PLAN}head/", editing_views.head, name="head"),
    path(f"{PLAN}money/", editing_views.lists, name="lists"),
    path(f"{PLAN}text/", editing_views.text, name="text"),
    path(f"{PLAN}costs/", editing_views.costs, name="costs"),
    path(f"{PLAN}resolve/", editing_views.resolve, name="resolve"),
    path(f"{PLAN}remove/<slug:kind>/<slug:part>/", editing_views.remove, name="remove"),
    path(f"{PLAN}objectives/new/", editing_views.objective, name="add-objective"),
    path(f"{PLAN}objectives/<slug:part>/", editing_views.objective, name="objective"),
    path(f"{PLAN}objectives/<slug:parent>/measures/new/", editing_views.measure, name="add-measure"),
    path(f"{PLAN}measures/take/", editing_views.take, name="take"),
    path(f"{PLAN}measures/<slug:part>/", editing_views.measure, name="measure"),
    path(f"{PLAN}measures/<slug:part>/link/", editing_views.link, name="link"),
    path(f"{PLAN}measures/<slug:part>/mitigations/", editing_views.mitigations, name="mitigations"),
    path(f"{PLAN}measures/<slug:parent>/actions/", views.actions_of_measure, name="actions"),
    path(f"{PLAN}measures/<slug:parent>/actions/new/", editing_views.action, name="add-action"),
    path(f"{PLAN}actions/<slug:part>/", following_views.action, name="action"),
    path(f"{PLAN}actions/<slug:part>/change/", editing_views.action, name="change-action"),
    path(f"{PLAN}actions/<slug:part>/curves/<int:at>.svg", files.curve, name="curve"),
    path(f"{PLAN}actions/<slug:part>/report/", following_views.report, name="report"),
    path(f"{PLAN}following/", following_views.following, name="following"),
    path(f"{PLAN}commitments/new/", following_views.pledge, name="pledge"),
    path(f"{PLAN}download/", files.download, name="download"),
    path(f"{PLAN}gantt.svg", files.gantt_chart, name="gantt"),
    path(f"{PLAN}charts/<slug:chart>.svg", files.chart, name="chart"),
    path("reports/<int:key>/comment/", following_views.comment, name="comment"),
    path("evidence-files/<int:key>/", files.evidence, name="evidence"),
    path("commitments/", following_views.pledges, name="pledges"),
    path("commitments/<int:key>/<slug:what>/", following_views.end_pledge, name="end-pledge"),
    path("scoreboard/", scoreboard_views.scoreboard, name="scoreboard"),
    path("scoreboard/members/<str:slug>/", scoreboard_views.of_member, name="score-member"),
    path("scoreboard/routes/<slug:code>/", scoreboard_views.of_route, name="score-route"),
    path("scoreboard/programmes/<slug:code>/", scoreboard_views.programme, name="programme"),
    path("papers/", papers_views.papers, name="papers"),
    path("papers/new/", papers_views.register, name="register-paper"),
    path("papers/beside/", papers_views.beside, name="beside"),
    path("papers/<uuid:key>/", papers_views.paper, name="paper"),
    path("measures/<slug:code>/ledger/", ledger_views.ledger, name="ledger"),
    path("measures/<slug:code>/ledger/decide/", ledger_views.decide, name="decide"),
    path("runs/<uuid:key>/outcomes/new/", ledger_views.outcome, name="outcome"),
]

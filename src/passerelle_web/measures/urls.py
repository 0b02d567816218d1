"""The addresses of this room, each under the reader's language.

Holds addresses only. Stands on `evidence`.
"""

from django.urls import path

from passerelle_web.measures import downloads, drawings, measure_views, screening_views, views

app_name = "measures"
urlpatterns = [
    path("measures/", views.catalogue, name="catalogue"),
    path("measures/<slug:code>/", views.template, name="template"),
    path("measures/<slug:code>/go/", views.go, name="go"),
    path("corridors/<str:origin>/<str:destination>/measures/", views.options, name="options"),
    path("corridors/<str:origin>/<str:destination>/measures/<str:codes>/", views.attempt, name="try"),
    path("runs/kept/", views.kept, name="kept"),
    path("runs/compare/", views.compare, name="compare"),
    path("runs/<uuid:key>/", views.run, name="run"),
    path("runs/<uuid:key>/cancel/", views.cancel, name="cancel"),
    path("runs/<uuid:key>/keep/", views.keep, name="keep"),
    path("runs/<uuid:key>/forget/", views.forget, name="forget"),
    path("runs/<uuid:key>/download/", downloads.download, name="download"),
    path("runs/<uuid:key>/charts/<slug:chart>.svg", drawings.chart, name="chart"),
    path("options/new/", measure_views.add, name="add"),
    path("options/<uuid:key>/", measure_views.measure, name="measure"),
    path("options/<uuid:key>/change/", measure_views.change, name="change"),
    path("options/<uuid:key>/plan/", measure_views.plan, name="plan"),
    path("options/<uuid:key>/agree/", measure_views.agree, name="agree"),
    path("options/<uuid:key>/screenings/new/", screening_views.screen, name="screen"),
    path("options/<uuid:key>/screenings/<int:number>/", screening_views.screening, name="screening"),
    path("options/<uuid:key>/screenings/<int:number>/confirm/", screening_views.confirm, name="confirm"),
    path("options/<uuid:key>/screenings/<int:number>/take/", screening_views.take, name="take"),
]

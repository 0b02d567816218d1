"""The addresses of this room, each under the reader's language.

Holds addresses only. Stands on `theme`.
"""

from django.urls import path

from passerelle_web.evidence import briefs, downloads, drawings, listing, views

app_name = "evidence"
urlpatterns = [
    path("", views.home, name="home"),
    path("corridors/", views.corridors, name="corridors"),
    path("corridors/<str:origin>/<str:destination>/", views.corridor, name="corridor"),
    path("corridors/<str:origin>/<str:destination>/download/", downloads.corridor, name="corridor-download"),
    path("corridors/<str:origin>/<str:destination>/brief/", briefs.brief, name="brief"),
    path("corridors/<str:origin>/<str:destination>/charts/<slug:chart>.svg", drawings.chart, name="chart"),
    path("corridors/<str:origin>/<str:destination>/<slug:section>/", views.figures, name="figures"),
    path("countries/", listing.countries, name="countries"),
    path("countries/<str:place>/", views.country, name="country"),
    path("countries/<str:place>/charts/<slug:chart>.svg", drawings.place_chart, name="place-chart"),
    path("groupings/", listing.groupings, name="groupings"),
    path("groupings/<str:code>/", views.grouping, name="grouping"),
    path("routes/", listing.routes, name="routes"),
    path("routes/<str:code>/", views.route, name="route"),
    path("explorer/", listing.explorer, name="explorer"),
    path("explorer/chart.svg", drawings.explored_chart, name="explorer-chart"),
    path("explorer/download/", downloads.explored, name="download"),
    path("sources/", listing.sources, name="sources"),
    path("sources/<str:source>/", listing.source, name="source"),
]

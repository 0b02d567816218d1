"""The addresses of this room, each under the reader's language.

Holds addresses only. Stands on `theme`.
"""

from django.urls import path

from passerelle_web.evidence import briefs, downloads, drawings, integration_views, listing, views

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
    path("integration/", integration_views.hosts, name="integration"),
    path("integration/download/", integration_views.hosts_file, name="integration-download"),
    path("integration/<str:place>/", integration_views.host, name="integration-host"),
    path("integration/<str:place>/download/", integration_views.host_file, name="integration-host-download"),
    path("integration/<str:place>/charts/<slug:chart>.svg", integration_views.chart, name="integration-chart"),
    path("integration/<str:place>/<slug:measure>/", integration_views.measure, name="integration-measure"),
    path("explorer/", listing.explorer, name="explorer"),
    path("explorer/chart.svg", drawings.explored_chart, name="explorer-chart"),
    path("explorer/download/", downloads.explored, name="download"),
    path("sources/", listing.sources, name="sources"),
    path("sources/<str:source>/", listing.source, name="source"),
]

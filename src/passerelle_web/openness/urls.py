"""The addresses of this room, each under the reader's language.

Holds addresses only. Stands on `views` and `feeds`.
"""

from django.urls import path

from passerelle_web.openness import feeds, views

app_name = "openness"
urlpatterns = [
    path("open-data/", views.open_data, name="open-data"),
    path("open-data/catalogue.json", views.as_json, name="catalogue"),
    path("open-data/<slug:name>.<slug:form>", views.as_file, name="file"),
    path("dialogues/feed.atom", feeds.SiteDialogues(), name="dialogues-feed"),
    path("dialogues/conclusions.atom", feeds.Conclusions(), name="conclusions-feed"),
    path("dialogues/consultations.atom", feeds.Consultations(), name="consultations-feed"),
    path("dialogues/<uuid:key>/feed.atom", feeds.OneDialogue(), name="dialogue-feed"),
    path("corridors/<str:origin>/<str:destination>/news.atom", feeds.CorridorNews(), name="corridor-feed"),
]

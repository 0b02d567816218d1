"""The addresses of this room, each under the reader's language.

Holds addresses only. Stands on `texts`.
"""

from django.urls import path

from passerelle_web.library import views
from passerelle_web.library.feeds import PublicDocuments

app_name = "library"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("library/", views.documents, name="documents"),
    path("library/feed/", PublicDocuments(), name="feed"),
    path("library/new/", views.add, name="add"),
    path("library/<uuid:key>/", views.document, name="document"),
    path("library/<uuid:key>/change/", views.change, name="change"),
    path("library/<uuid:key>/file/", views.file, name="file"),
]

"""The addresses of this room, each under the reader's language.

Holds addresses only. Stands on `people`.
"""

from django.urls import path

from passerelle_web.texts import views

app_name = "texts"
PLACE = "texts/<str:kind>/<str:key>/<str:field>/"
urlpatterns = [
    path(f"{PLACE}translate/", views.translate, name="translate"),
    path(f"{PLACE}translations/", views.versions, name="versions"),
]

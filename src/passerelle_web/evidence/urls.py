"""The addresses of this room, each under the reader's language.

Holds addresses only. Stands on `theme`.
"""

from django.urls import path

from passerelle_web.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.home, name="home"),
]

"""The addresses of this room, each under the reader's language. None of them holds what somebody told.

Holds addresses only. Stands on `views`.
"""

from django.urls import path

from passerelle_web.advice import views

app_name = "advice"
urlpatterns = [
    path("ways-in/", views.start, name="start"),
    path("ways-in/check/", views.check, name="check"),
]

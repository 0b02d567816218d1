"""The addresses of this room, each under the reader's language.

Holds addresses only. Stands on `people`.
"""

from django.urls import path

from passerelle_web.post import views

app_name = "post"
urlpatterns = [
    path("account/news/", views.following, name="following"),
    path("account/news/<int:key>/", views.one_topic, name="topic"),
    path("account/news/<int:key>/stop/", views.stop, name="stop"),
    path("no-more-mail/<str:token>/", views.no_more, name="no-more"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<uuid:key>/again/", views.again, name="again"),
]

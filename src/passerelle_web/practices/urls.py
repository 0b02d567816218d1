"""The addresses of this room, each under the reader's language.

Holds addresses only. Stands on `views`.
"""

from django.urls import path, re_path

from passerelle_web.practices import handbook_views, reviewing_views, views, writing_views
from passerelle_web.practices.feeds import PublishedPractices, open_data

app_name = "practices"
ONE = "practices/<uuid:key>/"
VERSION = f"{ONE}versions/<int:number>/"
EDITION = "handbook/<uuid:key>/"
urlpatterns = [
    path("practices/", views.practices, name="practices"),
    path("practices/feed/", PublishedPractices(), name="feed"),
    re_path(r"^practices/practices\.(?P<form>jsonl|csv)$", open_data, name="open-data"),
    path("practices/follow/", views.follow, name="follow"),
    path("practices/new/", writing_views.begin, name="begin"),
    path("practices/from/<uuid:measure>/", writing_views.begin_from, name="begin-from"),
    path("practices/ours/", writing_views.mine, name="mine"),
    path("practices/reviews/", reviewing_views.awaiting, name="awaiting"),
    path(ONE, views.practice, name="practice"),
    path(f"{ONE}write/<slug:slug>/", writing_views.step, name="step"),
    path(f"{ONE}submit/", writing_views.check, name="check"),
    path(f"{ONE}take-back/", writing_views.take_back, name="take-back"),
    path(f"{ONE}further/", writing_views.begin_version, name="further"),
    path(f"{ONE}withdraw/", writing_views.withdraw, name="withdraw"),
    path(f"{ONE}versions/", views.versions, name="versions"),
    path(VERSION, views.version, name="version"),
    path(f"{VERSION}review/", reviewing_views.review, name="review"),
    path(f"{VERSION}publish/", reviewing_views.publish, name="publish"),
    path(f"{VERSION}decide/<slug:what>/", reviewing_views.decide, name="decide"),
    path(f"{ONE}tried/", reviewing_views.tried, name="tried"),
    path(f"{ONE}tried/<uuid:report>/hide/", reviewing_views.hide, name="hide"),
    path(f"{ONE}tried/<uuid:report>/show/", reviewing_views.show_again, name="show-again"),
    path("handbook/", handbook_views.editions, name="editions"),
    path("handbook/new/", handbook_views.begin, name="begin-edition"),
    path(EDITION, handbook_views.edition, name="edition"),
    path(f"{EDITION}pdf/", handbook_views.pdf, name="edition-pdf"),
    path(f"{EDITION}change/", handbook_views.change, name="change-edition"),
    path(f"{EDITION}choose/", handbook_views.choose, name="choose"),
    path(f"{EDITION}choose/<int:number>/<slug:what>/", handbook_views.entry, name="entry"),
    path(f"{EDITION}publish/", handbook_views.publish, name="publish-edition"),
]

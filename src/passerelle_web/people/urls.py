"""The addresses of this room, each under the reader's language. Those of signing in are allauth's, below /account/.

Holds addresses only. Ground of the site.
"""

from django.urls import path

from passerelle_web.people import member_views, views

app_name = "people"
urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/about/", views.about, name="about"),
    path("account/acting/", views.acting, name="acting"),
    path("account/trail/", views.own_trail, name="own-trail"),
    path("account/everything.json", views.everything, name="everything"),
    path("account/delete/", views.delete, name="delete"),
    path("trail/", views.trail, name="trail"),
    path("members/", member_views.members, name="members"),
    path("members/new/", member_views.found, name="found"),
    path("members/<str:slug>/", member_views.member, name="member"),
    path("members/<str:slug>/change/", member_views.change, name="change"),
    path("members/<str:slug>/departments/new/", member_views.department, name="department"),
    path("members/<str:slug>/people/new/", member_views.add, name="add"),
    path("memberships/<int:key>/end/", member_views.end, name="end"),
]

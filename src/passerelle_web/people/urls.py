"""The addresses of this room, each under the reader's language. Those of signing in are allauth's, below /account/.

Holds addresses only. Ground of the site.
"""

from django.urls import path

from passerelle_web.people import delegation_views, joint_views, member_views, views

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
    path("members/<str:slug>/delegation/new/", delegation_views.function, name="function"),
    path("members/<str:slug>/invitations/new/", delegation_views.invite, name="invite"),
    path("members/<str:slug>/everything.zip", delegation_views.take_away, name="take-away"),
    path("members/copies/<uuid:key>.zip", delegation_views.copy, name="copy"),
    path("delegations/<int:key>/hand-over/", delegation_views.hand_over, name="hand-over"),
    path("delegations/<int:key>/lay-down/", delegation_views.lay_down, name="lay-down"),
    path("invitations/<int:key>/again/", delegation_views.invite_again, name="invite-again"),
    path("invitations/<int:key>/back/", delegation_views.take_back, name="take-back"),
    path("invited/<str:token>/", delegation_views.invited, name="invited"),
    path("joint-statements/", joint_views.statements, name="joint-statements"),
    path("joint-statements/<int:key>/", joint_views.statement, name="joint"),
    path("joint-statements/<int:key>/wording/", joint_views.reword, name="joint-reword"),
    path("joint-statements/<int:key>/members/", joint_views.ask_more, name="joint-more"),
    path("joint-statements/<int:key>/<str:how>/", joint_views.end, name="joint-end"),
    path("joint-answers/<int:key>/", joint_views.answer, name="joint-answer"),
    path("joint-answers/<int:key>/withdraw/", joint_views.withdraw, name="joint-withdraw"),
    path("memberships/<int:key>/end/", member_views.end, name="end"),
]

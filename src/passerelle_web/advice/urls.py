"""The addresses of this room, each under the reader's language. None of them holds what somebody told.

Holds addresses only. Stands on the views.
"""

from django.urls import path

from passerelle_web.advice import adviser_views, employer_views, law_views, policy_views, views

app_name = "advice"
urlpatterns = [
    path("ways-in/", views.start, name="start"),
    path("ways-in/check/", views.check, name="check"),
    path("ways-in/adviser/", adviser_views.adviser, name="adviser"),
    path("ways-in/paper/", adviser_views.paper, name="paper"),
    path("ways-in/case/", adviser_views.case, name="case"),
    path("ways-in/employer/", employer_views.employer, name="employer"),
    path("ways-in/policy/", policy_views.policy, name="policy"),
    path("ways-in/law/", law_views.law, name="law"),
    path("ways-in/law/<str:celex>/", law_views.act, name="act"),
]

"""Addresses of consultations: `KEY` is its own key, or the link of one that is open to who has it.

Holds addresses only. Stands on the views.
"""

from django.urls import path

from passerelle_web.consensus import downloads, running_views, views

app_name = "consensus"
_ONE = "consultations/<str:key>/"
_OF = "dialogues/<uuid:dialogue>/consultations/"
urlpatterns = [
    path(_OF, views.of_dialogue, name="of_dialogue"),
    path(f"{_OF}new/", running_views.new, name="new"),
    path(f"{_OF}from-elsewhere/", running_views.bring, name="bring"),
    path(f"{_OF}from-elsewhere/<uuid:draft>/", running_views.brought, name="brought"),
    path(_ONE, views.consultation, name="consultation"),
    path(f"{_ONE}vote/", views.vote, name="vote"),
    path(f"{_ONE}votes/", views.votes, name="votes"),
    path(f"{_ONE}put/", views.put, name="put"),
    path(f"{_ONE}statements/", views.table, name="table"),
    path(f"{_ONE}statements/<int:number>/", views.statement, name="statement"),
    path(f"{_ONE}statements/<int:number>/accept/", running_views.accept, name="accept"),
    path(f"{_ONE}statements/<int:number>/hide/", running_views.hide, name="hide"),
    path(f"{_ONE}statements/<int:number>/meta/", running_views.meta, name="meta"),
    path(f"{_ONE}appeals/<int:appeal>/", running_views.answer, name="answer"),
    path(f"{_ONE}run/", running_views.run, name="run"),
    path(f"{_ONE}run/change/", running_views.change, name="change"),
    path(f"{_ONE}run/end/", running_views.end, name="end"),
    path(f"{_ONE}run/link/", running_views.change_link, name="change_link"),
    path(f"{_ONE}run/seed/", running_views.seed, name="seed"),
    path(f"{_ONE}delegations/", running_views.delegations, name="delegations"),
    path(f"{_ONE}result.json", downloads.result, name="result"),
    path(f"{_ONE}data.<str:form>", downloads.open_data, name="data"),
    path(f"{_ONE}votes.zip", downloads.votes, name="take_votes"),
]

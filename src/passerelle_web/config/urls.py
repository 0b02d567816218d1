"""Addresses: every page under its language, `/` sends the reader to hers; the API without one.

Holds the roots only; each room has its own `urls`. The roof of the site.
"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from passerelle_web.people.identity.providers import come_back

urlpatterns = [
    path("api/v1/", include("passerelle_web.api.urls")),
    # identity providers have to know this one beforehand, so it is the same in every language
    path("account/oidc/<str:provider_id>/back/", come_back, name="openid_connect_callback"),
    *i18n_patterns(
        path("account/", include("allauth.urls")),
        path("", include("passerelle_web.people.urls")),
        path("", include("passerelle_web.openness.urls")),
        path("", include("passerelle_web.texts.urls")),
        path("", include("passerelle_web.library.urls")),
        path("", include("passerelle_web.practices.urls")),
        path("", include("passerelle_web.forum.urls")),
        path("", include("passerelle_web.dialogues.urls")),
        path("", include("passerelle_web.post.urls")),
        path("", include("passerelle_web.consensus.urls")),
        path("", include("passerelle_web.plans.urls")),
        path("", include("passerelle_web.measures.urls")),
        path("", include("passerelle_web.advice.urls")),
        path("", include("passerelle_web.evidence.urls")),
        prefix_default_language=True,
    ),
]

handler400 = "passerelle_web.theme.views.bad_request"
handler403 = "passerelle_web.theme.views.forbidden"
handler404 = "passerelle_web.theme.views.not_found"
handler429 = "passerelle_web.theme.views.too_many"
handler500 = "passerelle_web.theme.views.server_error"

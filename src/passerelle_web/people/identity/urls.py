"""Where one leaves for a provider; allauth puts it below the account. Coming back is in `config.urls`, in no language.

Holds addresses only. Ground of the site.
"""

from django.urls import path

from passerelle_web.people.identity.providers import begin

urlpatterns = [path("oidc/<str:provider_id>/login/", begin, name="openid_connect_login")]

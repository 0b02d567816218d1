"""The room's entry in Django's list."""

from django.apps import AppConfig


class ConsensusConfig(AppConfig):
    """Consultations."""

    name = "passerelle_web.consensus"
    label = "consensus"

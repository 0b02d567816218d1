"""The room's entry in Django's list."""

from django.apps import AppConfig


class DialoguesConfig(AppConfig):
    """Dialogues."""

    name = "passerelle_web.dialogues"
    label = "dialogues"

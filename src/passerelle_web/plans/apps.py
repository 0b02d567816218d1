"""The room's name for Django.

Holds nothing else. Stands on `measures`.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Plans, their versions, reports on them, and papers held against the checklist."""

    name = "passerelle_web.plans"
    label = "plans"
    verbose_name = _("Plans")

    def ready(self) -> None:
        """Tell pages of measures in which plans each stands, and templates how their ranges have held."""
        # models are there only now
        from passerelle_web.evidence.planned import tell_plans as tell_evidence  # noqa: PLC0415
        from passerelle_web.measures.measure_page import tell_plans  # noqa: PLC0415
        from passerelle_web.measures.template_page import tell_ledger  # noqa: PLC0415
        from passerelle_web.plans import everything  # noqa: PLC0415
        from passerelle_web.plans.told import ledger_said, planned_on, plans_of  # noqa: PLC0415

        tell_evidence(planned_on)
        tell_plans(plans_of)
        tell_ledger(ledger_said)
        everything.register()

"""A case as the YAML that the command line reads: states, day, facts; nothing that says whose it is.

Stands on `cases`.
"""

from collections.abc import Sequence
from typing import Any

import yaml

from passerelle.rules.cases import NOT_SAID, Case


def case_text(case: Case, chosen: Sequence[str] = ()) -> str:
    """A file for `passerelle admission check`.

    Parameters
    ----------
    chosen : the states that are meant; of several or none the first is written, and how to ask the others.
    """
    states = list(chosen or case.states)
    facts: dict[str, Any] = {**dict(case.said), **dict.fromkeys(sorted(case.unsure), NOT_SAID)}
    held: dict[str, Any] = {"member_state": states[0], "application_date": case.day, "facts": facts}
    if case.region:
        held["region"] = case.region
    head = "" if len(states) == 1 else "# passerelle admission check case.yaml --state all\n"
    return head + yaml.safe_dump(held, allow_unicode=True, sort_keys=False, width=120)

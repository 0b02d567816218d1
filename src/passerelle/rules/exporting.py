"""National values as parameter files of OpenFisca: one a parameter and place, each value with its day and its sources.

What OpenFisca's form has no room for (what was known when, what sources disagree on) goes into `metadata`. Stands on
`compiling`.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import yaml

from passerelle.rules.compiling import Law
from passerelle.rules.records import Value


def openfisca_files(law: Law) -> dict[str, str]:
    """The texts of parameter files by their path, such as `salary_standard/DE.yaml` or `…/BE/VLG.yaml`."""
    held: dict[tuple[str, str], list[Value]] = defaultdict(list)
    for value in law.values:
        held[value.parameter, value.region.replace("-", "/") or value.state].append(value)
    return {f"{name}/{place}.yaml": _text(law, name, place, rows) for (name, place), rows in sorted(held.items())}


def _text(law: Law, name: str, place: str, rows: list[Value]) -> str:
    parameter = law.parameters[name]
    told = {
        "description": f"{parameter.says}, {place.replace('/', '-')}",
        "metadata": {
            "unit": f"currency-{rows[-1].currency}",
            "period": rows[-1].per,
            "reference": [str(parameter.cite)],
        },
        "values": {row.valid_from: _value(row) for row in sorted(rows, key=lambda row: row.valid_from)},
    }
    return yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=120)


def _value(row: Value) -> Mapping[str, Any]:
    about: dict[str, Any] = {"reference": list(row.sources), "status": row.status}
    if row.known_from != row.valid_from:
        about["known_from"] = row.known_from
    if row.months != 12:
        about["months"] = row.months
    if row.holiday_share:
        about["without_holiday_pay"] = row.holiday_share
    for name, held in (
        ("upper", row.high),
        ("formula", row.formula),
        ("conflicts", list(row.conflicts)),
        ("note", row.note),
    ):
        if held:
            about[name] = held
    return {"value": row.value, "metadata": about}

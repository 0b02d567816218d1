"""A screening as the YAML file that `reading` reads back, and an empty form to fill in.

Stands on `forms`, `instruments` and `questions`.
"""

from typing import Any

import yaml

from passerelle.base.corridors import Corridor
from passerelle.measures.screening.forms import Screening
from passerelle.measures.screening.instruments import absolute_rights, all_rights
from passerelle.measures.screening.questions import STAGES, all_questions
from passerelle.measures.screening.reading import VERSION


class _Quoted(str):
    """A text that is written in quotes, so that "3" is not read back as a number."""


class _Dumper(yaml.SafeDumper):
    """Writes what is quoted in quotes, all else as it likes."""


_Dumper.add_representer(_Quoted, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def as_yaml(screening: Screening) -> str:
    """The screening as a file; read back it is the same."""
    return yaml.dump(_plain(screening), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


def _plain(s: Screening) -> dict[str, Any]:
    measure = {
        "template": s.measure.template,
        "origin": s.measure.origin,
        "destination": s.measure.destination,
        "transit": list(s.measure.transit),
        "parameters": {n: _Quoted(v) if isinstance(v, str) else v for n, v in s.measure.parameters.items()},
        "features": dict(s.measure.features),
    }
    whole: dict[str, Any] = {
        "screening": int(VERSION),
        "measure": _filled(measure),
        "rights": [{"right": t.right, "feature": t.feature, "effect": t.effect} for t in s.touched],
        "answers": [
            _filled(
                {
                    "question": a.question,
                    "right": a.right,
                    "answer": a.answer,
                    "reason": a.reason,
                    "evidence": list(a.evidence),
                    "alternatives": [{"name": one.name, "why_not": one.why_not} for one in a.alternatives],
                }
            )
            for a in s.answers
        ],
        "mitigations": [_filled({"text": m.text, "question": m.question, "by": m.by}) for m in s.mitigations],
        "dissent": [_filled({"by": d.by, "text": d.text, "question": d.question}) for d in s.dissent],
        "screeners": [_filled({"name": p.name, "member": p.member, "department": p.department}) for p in s.screeners],
        "screened_on": s.screened_on,
        "review_by": s.review_by,
        "fingerprint": s.fingerprint,
    }
    return _filled(whole)


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields without those that hold nothing."""
    return {name: value for name, value in fields.items() if value not in ("", [], {}, None)}


def empty_form(corridor: Corridor) -> str:
    """A form to fill in, with the questions as comments; read as it is, nothing in it is answered."""
    lines = [
        "# A screening of a measure against fundamental rights. An answer is yes, no, unknown or not_applicable, with",
        "# a reason; the first no stops the measure. Leave empty what is not answered yet.",
        f"screening: {VERSION}",
        "measure:",
        "  template: name-of-the-measure",
        f"  origin: {corridor.origin}",
        f"  destination: {corridor.destination}",
        "  transit: []",
        "  parameters: {}",
        "  features: {}           # what touches a right, by a code: {detention: up to 30 days before removal}",
        "# Rights touched, one line each: {right: liberty, feature: detention, effect: limits}, where the effect is",
        "# limits, supports or both. The rights, those that admit no limitation with a star:",
        *[f"#   {right}{' *' if right in absolute_rights() else ''}: {title}" for right, title in all_rights().items()],
        "rights: []",
        "answers:",
    ]
    stage = ""
    for question in all_questions().values():
        if question.kind != stage:
            stage = question.kind
            lines.append(f"  # {STAGES[stage]}")
        lines += [
            f"  # {question.ask}",
            f"  - question: {question.code}",
            "    answer:",
            "    reason:",
            "    evidence: []",
            *(["    alternatives: []     # {name: the less restrictive way, why_not: why it was not taken}"]
              if "alternatives" in question.needs else []),
        ]  # fmt: skip
    lines += [
        "mitigations: []          # {text: what is to be done, question: law, by: who does it}",
        "dissent: []              # {by: who, text: what they hold, question: law}",
        "screeners: []            # two persons: {name: , member: , department: }",
        "screened_on:",
        "review_by:",
    ]
    return "\n".join(lines) + "\n"

"""The forms of texts: begin, propose, decide, merge, attach, silence.

What they do is in the actions. Stands on `forms`.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from passerelle_web.dialogues.forms import long_text, moment, rules
from passerelle_web.dialogues.models import Proposal
from passerelle_web.dialogues.models.drafting import LONGEST_PARAGRAPH, Change, DraftKind, NoteKind
from passerelle_web.people.models import Member
from passerelle_web.plans.forms import PledgeForm
from passerelle_web.texts.languages import LanguageField


class DraftForm(forms.Form):
    """A new text."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=DraftKind.choices, widget=forms.RadioSelect, initial=DraftKind.CONCLUSIONS,
        help_text=_("A chair’s summary is kept apart from agreed text, and never adopted."),
    )  # fmt: skip
    language = LanguageField()
    rule = forms.TypedChoiceField(
        label=_("Attribution of proposals"), coerce=int, choices=rules, widget=forms.RadioSelect
    )
    text = long_text(
        label=_("Text"), rows=16,
        help_text=_("An empty line between paragraphs; a paragraph that begins with # is a heading."),
    )  # fmt: skip


def for_whom(form: forms.Form, members: Sequence[Member]) -> None:
    """Ask for which party one speaks, where there are several."""
    if len(members) > 1:
        choices = [(one.pk, one.name) for one in members]
        form.fields["member"] = forms.ChoiceField(label=_("You speak for"), choices=choices)


class ProposalForm(forms.Form):
    """A proposal with its reason."""

    change = forms.ChoiceField(label=_("Proposal"), choices=Change.choices, widget=forms.RadioSelect)
    text = long_text(
        label=_("Text"), max_length=LONGEST_PARAGRAPH, required=False, rows=7,
        help_text=_("In the language of the text. Leave it as it is where the paragraph should go."),
    )  # fmt: skip
    reason = long_text(label=_("Reason"), max_length=4_000, rows=4)
    language = LanguageField(label=_("Language of the reason"))

    def __init__(self, members: Sequence[Member], *given: Any, amends: bool = False, **named: Any) -> None:
        super().__init__(*given, **named)
        for_whom(self, members)
        self.initial.setdefault("change", Change.REPLACE)
        self.initial.setdefault("language", get_language() or "en")
        if amends:
            del self.fields["change"]


class MergeForm(forms.Form):
    """A new wording out of several proposals."""

    text = long_text(label=_("New wording"), max_length=LONGEST_PARAGRAPH, rows=7)
    reason = long_text(label=_("Reason"), rows=3)

    def __init__(self, proposals: Sequence[Proposal], names: dict[Any, str], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if proposals:
            self.fields["proposals"] = forms.MultipleChoiceField(
                label=_("Proposals that it merges"), required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(str(one.pk), f"{names[one.pk]}: {one.text[:120]}") for one in proposals],
            )  # fmt: skip
        self.order_fields(("proposals", "text", "reason"))


class NoteForm(forms.Form):
    """What a party attaches."""

    kind = forms.ChoiceField(label=_("Kind"), choices=NoteKind.choices, widget=forms.RadioSelect)
    text = long_text(
        label=_("Text"),
        required=False,
        max_length=4_000,
        rows=4,
        help_text=_("May stay empty for ad referendum alone."),
    )
    language = LanguageField()

    def __init__(self, members: Sequence[Member], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for_whom(self, members)
        self.initial.setdefault("language", get_language() or "en")


class CommitForm(PledgeForm):
    """A commitment out of conclusions: whole, so that it can be followed."""

    def __init__(self, members: Sequence[Member], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for name in ("metric", "baseline", "owner", "due"):
            self.fields[name].required = True
        for_whom(self, members)


class SilenceForm(forms.Form):
    """A deadline."""

    deadline = moment(
        label=_("Deadline"),
        help_text=_("In Coordinated Universal Time (UTC), by this server’s clock; a day from now at least."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.initial.setdefault("deadline", timezone.now().replace(minute=0) + timezone.timedelta(days=3, hours=1))


class BreakForm(forms.Form):
    """Why silence is broken."""

    reason = long_text(label=_("Reason"), max_length=4_000, rows=4, help_text=_("The parties read it."))
    language = LanguageField()

    def __init__(self, members: Sequence[Member], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for_whom(self, members)
        self.initial.setdefault("language", get_language() or "en")

"""Pages of statements on behalf of a group: the list, one statement, answering, rewording, asking more, delivering.

A room above begins a statement on its own page with `joint_actions.ask_to_join`. Ground of the site.
"""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from passerelle_web.people import joint_actions, joint_queries
from passerelle_web.people.acting import acted_for
from passerelle_web.people.delegation_forms import AskMoreForm, JointAnswerForm, RewordForm
from passerelle_web.people.member_views import reads_and_posts
from passerelle_web.people.models import JointAnswer, JointStatement
from passerelle_web.people.permissions import may, may_each, require
from passerelle_web.people.steps import carried_out, form_page, go_on


@never_cache
@login_required
@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """Joint statements of the members that a person is in."""
    return render(request, "people/joint_list.html", {"statements": joint_queries.statements_for(request.user)})


def _statement(request: HttpRequest, key: int) -> JointStatement:
    held = get_object_or_404(JointStatement.objects.select_related("member"), pk=key)
    require(request.user, "people.see_joint", held)
    return held


@never_cache
@login_required
@require_safe
def statement(request: HttpRequest, key: int) -> HttpResponse:
    """One statement: its wording, who agreed, and what the reader can do."""
    held = _statement(request, key)
    answers = may_each(request.user, "people.answer_joint", joint_queries.answers_shown(held, request.user))
    now_for = acted_for(request)
    context = {
        "statement": held,
        "named": joint_actions.named(held),
        "answers": answers,
        "hers": [one for one, speaks in answers if speaks and one.member_id != held.member_id],
        "now_for": now_for,
        "may_change": held.is_open and may(request.user, "people.change_joint", held),
        "form": JointAnswerForm(),
    }
    return render(request, "people/joint.html", context)


@login_required
@reads_and_posts
def answer(request: HttpRequest, key: int) -> HttpResponse:
    """Answer for a member."""
    held = get_object_or_404(JointAnswer.objects.select_related("statement", "member"), pk=key)
    require(request.user, "people.answer_joint", held)
    form = JointAnswerForm(request.POST or None)
    done = carried_out(
        form,
        lambda given: joint_actions.answer(answer=held, agrees=given["agrees"] == "yes", by=request.user),
    )
    if done:
        return go_on(request, _("The answer of %(member)s is kept.") % {"member": held.member.name}, *_page(held))
    title = _("Answer for %(member)s") % {"member": held.member.name}
    return form_page(request, form, title=title, button=_("Answer"), **_back(held.statement))


def _page(held: JointAnswer) -> tuple[str, int]:
    return "people:joint", held.statement_id


def _back(held: JointStatement) -> dict[str, str]:
    return {"back": reverse("people:joint", args=(held.pk,)), "back_to": held.title}


@login_required
@require_POST
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Withdraw an agreement."""
    held = get_object_or_404(JointAnswer.objects.select_related("statement", "member"), pk=key)
    joint_actions.withdraw(answer=held, by=request.user)
    return go_on(request, _("The agreement is withdrawn."), *_page(held))


@login_required
@reads_and_posts
def reword(request: HttpRequest, key: int) -> HttpResponse:
    """Change the wording."""
    held = _statement(request, key)
    require(request.user, "people.change_joint", held)
    form = RewordForm(request.POST or None, initial={"wording": held.wording})
    if carried_out(form, lambda given: joint_actions.reword(statement=held, by=request.user, **given)):
        return go_on(request, _("The wording is changed, and everybody is asked anew."), "people:joint", held.pk)
    return form_page(request, form, title=_("Change the wording"), button=_("Save the change"), **_back(held))


@login_required
@reads_and_posts
def ask_more(request: HttpRequest, key: int) -> HttpResponse:
    """Ask further members."""
    held = _statement(request, key)
    require(request.user, "people.change_joint", held)
    asked = set(held.answers.values_list("member_id", flat=True))
    form = AskMoreForm(asked, request.POST or None)
    if carried_out(form, lambda given: joint_actions.ask_more(statement=held, by=request.user, **given)):
        return go_on(request, _("They are asked."), "people:joint", held.pk)
    return form_page(request, form, title=_("Ask further members"), button=_("Ask them"), **_back(held))


_ENDINGS = {"deliver": joint_actions.deliver, "give-up": joint_actions.give_up}


@login_required
@reads_and_posts
def end(request: HttpRequest, key: int, how: str) -> HttpResponse:
    """Deliver the statement, or give it up, after a second look."""
    held = _statement(request, key)
    if how not in _ENDINGS:
        raise Http404
    require(request.user, "people.change_joint", held)
    if request.method != "POST":
        context = {"statement": held, "named": joint_actions.named(held), "delivers": how == "deliver"}
        return render(request, "people/joint_end.html", context)
    _ENDINGS[how](statement=held, by=request.user)
    said = _("The statement is delivered, and stands.") if how == "deliver" else _("The statement is given up.")
    return go_on(request, said, "people:joint", held.pk)

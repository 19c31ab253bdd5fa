"""Deeds on one commitment: each has an address, a form, and the action that does it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from noilam.files.actions import store_upload
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import day_text, say
from noilam.foundation.web import actor_of, problems_in, worded

from .. import actions, policies, queries
from ..forms import deeds as deed_forms
from ..models import Commitment
from ..queries.pages import deciding, one_page


@dataclass(frozen=True)
class Deed:
    """What is asked, who may, and what is then done. `act` gets the typed values of the form."""

    title: str
    button: str
    form: type[forms.Form]
    is_open: Callable[[Actor, Commitment], bool]
    act: Callable[[Actor, Commitment, Any], object]
    begins_with: Callable[[Commitment], dict[str, Any]] = lambda _commitment: {}
    shows_words: bool = False  # the words are what is decided on


def _awaited(name: str, commitment: Commitment, form: Any) -> Any:
    """What is decided on: the one that was read, else the oldest. One that is gone was decided by
    somebody quicker."""
    waiting, about = deciding.AWAITED[name](commitment), form.data.get("about", "")
    found = (waiting.filter(pk=int(about)) if about.isdigit() else waiting).first()
    if found is None:
        message = say(
            "Điều anh/chị đọc đã được người khác quyết định, hoặc không còn chờ."
            " Mở cam kết để xem; chữ đã ghi vẫn còn dưới đây."
        )
        raise Refused(Problem("already-decided", message))
    return found


def _declare(actor: Actor, commitment: Commitment, form: Any) -> object:
    stored = [store_upload(actor=actor, upload=each) for each in form.cleaned_data["attachments"]]
    return actions.declare_done(
        actor=actor,
        commitment=commitment,
        note=form.cleaned_data["note"],
        evidence=form.proofs(stored),
    )


def _give_evidence(actor: Actor, commitment: Commitment, form: Any) -> object:
    stored = [store_upload(actor=actor, upload=each) for each in form.cleaned_data["attachments"]]
    return actions.give_evidence(actor=actor, commitment=commitment, evidence=form.proofs(stored))


def _plainly(action: Callable[..., object]) -> Callable[[Actor, Commitment, Any], object]:
    """An action that takes just what the form holds."""

    def act(actor: Actor, commitment: Commitment, form: Any) -> object:
        return action(actor=actor, commitment=commitment, **form.cleaned_data)

    return act


def _verify(actor: Actor, commitment: Commitment, form: Any) -> object:
    declaration = _awaited("verification", commitment, form)
    return actions.verify(actor=actor, declaration=declaration, **form.cleaned_data)


def _decide_extension(actor: Actor, commitment: Commitment, form: Any) -> object:
    return actions.decide_extension(
        actor=actor,
        extension=_awaited("extension-decision", commitment, form),
        is_granted=form.cleaned_data["answer"] == "yes",
        reason=form.cleaned_data["reason"],
    )


def _decide_excuse(actor: Actor, commitment: Commitment, form: Any) -> object:
    return actions.confirm_excuse(
        actor=actor,
        excuse=_awaited("excuse-decision", commitment, form),
        is_confirmed=form.cleaned_data["answer"] == "yes",
        reason=form.cleaned_data["reason"],
    )


def _set_milestones(actor: Actor, commitment: Commitment, form: Any) -> object:
    ahead = form.cleaned_data["milestones"]
    return actions.set_milestones(actor=actor, commitment=commitment, milestones=ahead)


def _milestones_ahead(commitment: Commitment) -> dict[str, Any]:
    ahead = commitment.milestones.filter(reached_on=None)
    if commitment.in_force_on:
        ahead = ahead.filter(due_on__gte=clock.today())
    lines = [f"{day_text(each.due_on)} – {each.title}" for each in ahead]
    return {"milestones": "\n".join(lines)}


def _set_waits(actor: Actor, commitment: Commitment, form: Any) -> object:
    """Only what the actor may see can be waited for; any other code is unknown to him."""
    codes = form.cleaned_data["waits_for"]
    seen = policies.visible_commitments(actor).filter(code__in=codes)
    if unknown := sorted(set(codes) - {each.code for each in seen}):
        message = say("Không có cam kết nào mang mã {codes}. Kiểm tra lại mã.")
        problem = Problem("unknown-code", message, "waits_for", {"codes": ", ".join(unknown)})
        raise Refused(problem)
    return actions.set_dependencies(actor=actor, commitment=commitment, awaited=list(seen))


def _waited_for(commitment: Commitment) -> dict[str, Any]:
    return {"waits_for": "\n".join(commitment.waits_for.values_list("on__code", flat=True))}


def _verifier_named(commitment: Commitment) -> dict[str, Any]:
    """The one whom the draft proposed; the approver may name another."""
    return {"verifier": commitment.verifier.code if commitment.verifier else ""}


def _may_set_waits(actor: Actor, commitment: Commitment) -> bool:
    return policies.may_report(actor, commitment) or policies.may_draft(
        actor, commitment.unit, commitment.person
    )


def _may_return(actor: Actor, commitment: Commitment) -> bool:
    return policies.may_approve(actor, commitment) or policies.may_propose(actor, commitment)


def _may_verify(actor: Actor, commitment: Commitment) -> bool:
    """Once nothing waits, whoever might have judged it is told so, not turned away."""
    waiting = commitment.declarations.filter(verification=None).first()
    if waiting is None:
        return policies.might_verify(actor, commitment)
    return policies.may_verify(actor, waiting)


DEEDS: Mapping[str, Deed] = {
    "proposal": Deed(
        say("Trình cam kết"),
        say("Trình"),
        deed_forms.NothingForm,
        policies.may_propose,
        _plainly(actions.propose),
        shows_words=True,
    ),
    "return": Deed(
        say("Trả lại để sửa"),
        say("Trả lại"),
        deed_forms.ReasonForm,
        _may_return,
        _plainly(actions.return_to_draft),
        shows_words=True,
    ),
    "approval": Deed(
        say("Duyệt cam kết"),
        say("Duyệt"),
        deed_forms.ApprovalForm,
        policies.may_approve,
        _plainly(actions.approve),
        _verifier_named,
        shows_words=True,
    ),
    "progress": Deed(
        say("Báo tiến độ"),
        say("Gửi tiến độ"),
        deed_forms.ProgressForm,
        policies.may_report,
        _plainly(actions.report_progress),
    ),
    "evidence": Deed(
        say("Nộp minh chứng"),
        say("Nộp"),
        deed_forms.EvidenceForm,
        policies.may_report,
        _give_evidence,
    ),
    "done": Deed(
        say("Báo đã làm xong"),
        say("Báo xong"),
        deed_forms.DoneForm,
        policies.may_report,
        _declare,
    ),
    "verification": Deed(
        say("Xác nhận kết quả"),
        say("Ghi kết luận"),
        deed_forms.VerdictForm,
        _may_verify,
        _verify,
    ),
    "verifier": Deed(
        say("Đổi người xác nhận"),
        say("Đổi"),
        deed_forms.VerifierForm,
        policies.may_decide,
        _plainly(actions.name_verifier),
    ),
    "extension": Deed(
        say("Xin gia hạn"),
        say("Gửi đề nghị"),
        deed_forms.ExtensionForm,
        policies.may_report,
        _plainly(actions.request_extension),
    ),
    "extension-decision": Deed(
        say("Quyết định gia hạn"),
        say("Ghi quyết định"),
        deed_forms.YesNoForm,
        policies.may_decide,
        _decide_extension,
    ),
    "excuse": Deed(
        say("Nêu nguyên nhân khách quan, tạm dừng"),
        say("Gửi"),
        deed_forms.ExcuseForm,
        policies.may_report,
        _plainly(actions.claim_excuse),
    ),
    "excuse-decision": Deed(
        say("Xác nhận nguyên nhân"),
        say("Ghi quyết định"),
        deed_forms.YesNoForm,
        policies.may_confirm,
        _decide_excuse,
    ),
    "milestones": Deed(
        say("Các mốc còn lại"),
        say("Lưu các mốc"),
        deed_forms.MilestonesForm,
        policies.may_report,
        _set_milestones,
        _milestones_ahead,
    ),
    "waits": Deed(
        say("Việc phải chờ"),
        say("Lưu"),
        deed_forms.WaitsForm,
        _may_set_waits,
        _set_waits,
        _waited_for,
    ),
    "reassignment": Deed(
        say("Giao lại cho đơn vị hoặc người khác"),
        say("Giao lại"),
        deed_forms.ReassignForm,
        policies.may_hand_over,
        _plainly(actions.reassign),
    ),
    "withdrawal": Deed(
        say("Rút cam kết"),
        say("Rút"),
        deed_forms.ReasonForm,
        policies.may_withdraw,
        _plainly(actions.withdraw),
    ),
    "ending": Deed(
        say("Kết thúc: không thực hiện được"),
        say("Kết thúc"),
        deed_forms.ReasonForm,
        policies.may_close,
        _plainly(actions.close_not_achieved),
    ),
}


@require_http_methods(["GET", "POST"])
def deed(request: HttpRequest, commitment_id: int, name: str) -> HttpResponse:
    """Ask for a deed, or do it and go back to the commitment."""
    if name not in DEEDS:
        raise Http404
    asked, actor = DEEDS[name], actor_of(request)
    commitment = get_object_or_404(one_page.found(actor, clock.today()), pk=commitment_id)
    require(asked.is_open(actor, commitment), to=gettext(asked.title).lower())
    if request.method == "GET":
        return _show(request, commitment, name, asked.form(initial=asked.begins_with(commitment)))
    form = asked.form(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, commitment, name, form, problems_in(form))
    try:
        asked.act(actor, commitment, form)
    except Refused as refused:
        return _show(request, commitment, name, form, refused.problems)
    return redirect("commitments:commitment", commitment_id)


@require_POST
def reach_milestone(request: HttpRequest, commitment_id: int, milestone_id: int) -> HttpResponse:
    """One press on a milestone's line; a refusal is told on the page it came from."""
    actor = actor_of(request)
    commitment = get_object_or_404(policies.visible_commitments(actor), pk=commitment_id)
    milestone = get_object_or_404(commitment.milestones.all(), pk=milestone_id)
    try:
        actions.reach_milestone(actor=actor, milestone=milestone)
    except Refused as refused:
        for problem in refused.problems:
            messages.warning(request, worded(problem))
    return redirect("commitments:commitment", commitment_id)


def _show(
    request: HttpRequest,
    commitment: Commitment,
    name: str,
    form: forms.Form,
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    context = {
        "commitment": commitment,
        "name": name,
        "deed": DEEDS[name],
        "page": deciding.matter(actor_of(request), name, commitment, clock.today()),
        "gaps": queries.gaps(commitment) if name == "proposal" and not problems else [],
        "form": form,
        "problems": problems,
    }
    return render(request, "commitments/deed.html", context, status=422 if problems else 200)

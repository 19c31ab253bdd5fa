"""A draft changed one piece at a time. Each saving is a revision, so nothing is ever lost."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from noilam.foundation.access import require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.web import actor_of, bare_problems_in

from .. import actions, policies
from ..forms.criterion import CriterionForm, written
from ..forms.draft import BandsForm, ExtraForm, FrameForm, SectionForm, StepsForm
from ..models import CriteriaSet
from ..queries.pages.criteria_page import set_page
from ..rules import editing
from ..rules.criteria import Method
from ..rules.editing import Part
from ..rules.names import METHOD_NAMES
from .criteria import set_of

Content = Mapping[str, Any]
Save = Callable[[Any], dict[str, Any]]


def _draft(request: HttpRequest, set_id: int) -> CriteriaSet:
    row = set_of(request, set_id)
    may = policies.may_draft_criteria(actor_of(request), row.unit)
    require(may, to=_("sửa {title}").format(title=row.title))
    return row


@require_GET
def editor(request: HttpRequest, set_id: int) -> HttpResponse:
    """The draft with a door to each of its pieces, and what is still wrong."""
    page = set_page(actor_of(request), _draft(request, set_id))
    return _show_editor(request, page)


def _show_editor(request: HttpRequest, page: Any, refused: Sequence[Problem] = ()) -> HttpResponse:
    context = {"page": page, "document": page.document, "refused": refused}
    return render(request, "scoring/criteria_editor.html", context, status=422 if refused else 200)


@require_POST
def rearrange(request: HttpRequest, set_id: int) -> HttpResponse:
    """One button of the editor: up, down or removal of one piece ("up:criterion:A1")."""
    row = _draft(request, set_id)
    pressed = _button(request.POST.get("deed", ""))
    if pressed is None:
        return redirect("scoring:edit_set", row.pk)
    try:
        content, note = _rearranged(row.content, *pressed)
        actions.revise_criteria(
            actor=actor_of(request), criteria_set=row, content=content, note=note
        )
    except LookupError:
        raise Http404 from None
    except Refused as refused:
        return _show_editor(request, set_page(actor_of(request), row), refused.problems)
    return redirect("scoring:edit_set", row.pk)


def _button(typed: str) -> tuple[str, Part, str] | None:
    deed, _colon, rest = typed.partition(":")
    part, _colon, code = rest.partition(":")
    if deed not in ("up", "down", "remove") or part not in set(Part):
        return None
    return deed, Part(part), code


def _rearranged(content: Content, deed: str, part: Part, code: str) -> tuple[Any, str]:
    if deed == "remove":
        return editing.removed(content, part, code), _("Bỏ {code}").format(code=code)
    step = -1 if deed == "up" else 1
    return editing.moved(content, part, code, step), _("Chuyển chỗ {code}").format(code=code)


# One form for one piece -------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def criterion(request: HttpRequest, set_id: int, code: str = "") -> HttpResponse:
    """?method= shows the fields of another method; ?section= where a new one stands."""
    row = _draft(request, set_id)
    before, initial = _criterion_before(request, row.content, code)
    method = _method(request, before)
    form = CriterionForm(method, row.content, _posted(request), initial=initial)

    def changed(form: Any) -> dict[str, Any]:
        section = form.cleaned_data["section"]
        piece = form.piece(before)
        return editing.put(row.content, Part.CRITERION, piece, replacing=code, section=section)

    methods = [(each.value, _(name), each is method) for each, name in METHOD_NAMES.items()]
    title = _("Sửa tiêu chí {code}").format(code=code) if code else _("Thêm tiêu chí")
    more = {"methods": methods, "title": title, "template": "scoring/criterion_form.html"}
    return _edited(request, row, form, changed, f"criterion-{code}", more)


def _criterion_before(
    request: HttpRequest, content: Content, code: str
) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    if not code:
        section = request.GET.get("section", content["sections"][0]["code"])
        return None, {"section": section, "source": "manual", "no_data": "zero"}
    before = _piece(content, Part.CRITERION, code)
    return before, written(before, editing.section_of(content, code))


def _piece(content: Content, part: Part, code: str) -> dict[str, Any]:
    try:
        return editing.piece_of(content, part, code)
    except LookupError:
        raise Http404 from None


def _method(request: HttpRequest, before: Mapping[str, Any] | None) -> Method:
    usual = before["method"] if before else Method.RATIO
    asked = request.POST.get("method") or request.GET.get("method") or usual
    return Method(asked) if asked in set(Method) else Method(usual)


@require_http_methods(["GET", "POST"])
def piece(request: HttpRequest, set_id: int, part: str, code: str = "") -> HttpResponse:
    """A section, a bonus or a penalty."""
    row, kind = _draft(request, set_id), _part(part)
    shape: Any = SectionForm if kind is Part.SECTION else ExtraForm
    before = _piece(row.content, kind, code) if code else None
    form = shape(_posted(request), initial=shape.written(before) if before else None)

    def changed(form: Any) -> dict[str, Any]:
        return editing.put(row.content, kind, form.piece(before), replacing=code)

    return _edited(request, row, form, changed, f"{kind}-{code}", {"title": _title(kind, code)})


def _part(part: str) -> Part:
    if part not in (Part.SECTION, Part.BONUS, Part.PENALTY):
        raise Http404
    return Part(part)


def _title(part: Part, code: str) -> str:
    new = {
        Part.SECTION: _("Thêm nhóm tiêu chí"),
        Part.BONUS: _("Thêm điểm thưởng"),
        Part.PENALTY: _("Thêm điểm trừ"),
    }
    return _("Sửa {code}").format(code=code) if code else new[part]


_WHOLE: Mapping[str, tuple[Any, Any]] = {
    "frame": (FrameForm, lambda: _("Quy định chung")),
    "bands": (BandsForm, lambda: _("Xếp loại và điều kiện")),
    "steps": (StepsForm, lambda: _("Các bước trong tháng")),
}


@require_http_methods(["GET", "POST"])
def whole(request: HttpRequest, set_id: int, what: str) -> HttpResponse:
    """What holds for the whole set: its frame, its bands, its steps."""
    if what not in _WHOLE:
        raise Http404
    row = _draft(request, set_id)
    shape, title = _WHOLE[what]
    form = shape(_posted(request), initial=shape.written(row.content))
    template = "scoring/steps_form.html" if what == "steps" else "scoring/piece_form.html"
    more = {"title": title(), "template": template}
    return _edited(request, row, form, lambda form: form.changed(row.content), what, more)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _edited(
    request: HttpRequest,
    row: CriteriaSet,
    form: forms.Form,
    changed: Save,
    anchor: str,
    more: Mapping[str, Any],
) -> HttpResponse:
    """Show the form, or save what it says as the next revision."""
    context: dict[str, Any] = {"row": row, "form": form, "problems": (), "anchor": anchor, **more}
    template = more.get("template", "scoring/piece_form.html")
    if request.method == "GET":
        return render(request, template, context)
    context["problems"] = bare_problems_in(form)
    if form.is_valid():
        context["problems"] = _save(request, row, form, changed, more["title"])
    if context["problems"]:
        return render(request, template, context, status=422)
    messages.success(request, _("Đã lưu vào dự thảo."))
    return redirect("scoring:edit_set", row.pk)


def _save(
    request: HttpRequest, row: CriteriaSet, form: Any, changed: Save, title: str
) -> Sequence[Problem]:
    try:
        actions.revise_criteria(
            actor=actor_of(request),
            criteria_set=row,
            content=changed(form),
            note=form.cleaned_data["change_note"] or title,
        )
    except Refused as refused:
        return refused.problems
    return ()

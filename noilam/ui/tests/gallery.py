"""Every component on one page, for tests and for the eye. Never part of the product."""

from datetime import date
from pathlib import Path
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from noilam.foundation import clock, web
from noilam.foundation.access import Actor, Kind
from noilam.foundation.errors import Problem
from noilam.ui.pieces import Pair

PAGES = Path(__file__).parent / "pages"
PAIR = Pair(said=40, kept=18, kept_late=3, claimed=5, running=6, late=4, broken=3, withdrawn=1)
ROWS = [
    ("Đảng bộ xã Mường Sa", Pair(said=34, kept=24, claimed=2, late=4, broken=4)),
    ("Đảng bộ xã Bến Đá", Pair(said=12, kept=6, kept_late=2, running=4)),
    ("Chi bộ Hạt Kiểm lâm", Pair(said=0)),
]
PEOPLE = [("", "Tất cả"), ("1", "Trần Văn Ví Dụ")]
CLASSES = [("now", "Làm ngay"), ("always", "Thường xuyên")]


class PromiseForm(forms.Form):
    statement = forms.CharField(
        label="Nội dung", widget=forms.Textarea, help_text="Một việc, nói sao thấy được kết quả."
    )
    due_on = forms.DateField(label="Hạn", widget=forms.DateInput(attrs={"type": "date"}))
    person = forms.ChoiceField(label="Người chịu trách nhiệm", choices=PEOPLE)
    kind = forms.ChoiceField(label="Phân loại", choices=CLASSES, widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label="Lĩnh vực",
        choices=[("a", "Môi trường"), ("b", "Đất đai")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_public = forms.BooleanField(label="Công khai", required=False, help_text="Hiện trên cổng.")
    evidence = forms.FileField(label="Minh chứng", required=False)


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    template = engines["django"].from_string((PAGES / name).read_text("utf-8"))
    return HttpResponse(template.render(context, request))


def _signed_in(request: HttpRequest) -> None:
    request.actor = Actor(
        kind=Kind.STAND_IN, id=1, label="Lê Thị Mẫu", behalf_id=2, behalf_label="Trần Văn Ví Dụ"
    )


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    _signed_in(request)
    form = PromiseForm({"statement": "", "kind": "now"})
    form.is_valid()
    context = {
        "pair": PAIR,
        "rows": ROWS,
        "form": form,
        "filter_form": PromiseForm(request.GET or None, prefix="by"),
        "problems": [
            Problem("no_statement", "Chưa có nội dung. Hãy ghi việc sẽ làm.", "statement"),
            Problem("late", "Hạn {day} đã qua. Hãy chọn ngày sau.", "due_on", {"day": "1/1/2026"}),
        ],
        "listing": web.listing(request, list(range(1284))),
        "day": web.as_of(request),
        "past": date(2026, 3, 31),
        "moment": clock.now(),
    }
    return _page(request, "gallery.html", context)


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    request.actor = None
    return _page(request, "bare.html", {"form": PromiseForm()})


# A menu whose gates ask nobody: the looks are tried without a database.
MENU = [
    (
        "Việc của tôi",
        [
            ("Hôm nay", "insight:today", ""),
            ("Cam kết của tôi", "gallery", ""),
            ("Hộp thư", "mine", ""),
        ],
    ),
    ("Nói", [("Chương trình hành động", "plans", ""), ("Việc cấp bách", "urgent", "")]),
    ("Đánh giá", []),
]

urlpatterns = [
    path("gallery/", gallery, name="gallery"),
    path("gallery/mine/", gallery, name="mine"),
    path("gallery/plans/", gallery, name="plans"),
    path("gallery/urgent/", gallery, name="urgent"),
    path("bare/", bare),
    path("", include("config.urls")),
]

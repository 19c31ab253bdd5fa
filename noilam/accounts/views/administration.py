"""The administrators' list of accounts, and what they do to one."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from noilam.accounts import actions, policies, queries
from noilam.accounts.cards import printed
from noilam.accounts.forms import AccountFilterForm, AccountForm, PermissionsForm
from noilam.accounts.models import Account
from noilam.exchange.web import spreadsheet_response
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import day_text
from noilam.foundation.web import actor_of, listing


def _administrator(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(policies.may_administer(actor), to=_("quản lý tài khoản"))
    return actor


@require_GET
def accounts(request: HttpRequest) -> HttpResponseBase:
    _administrator(request)
    form = AccountFilterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    rows = queries.account_list(status=given.get("status", ""), words=given.get("q", ""))
    if request.GET.get("format"):
        return _download(request, rows)
    page = listing(request, rows)
    lines = [queries.line(each) for each in page.rows]
    return render(
        request, "accounts/accounts.html", {"form": form, "listing": page, "lines": lines}
    )


def _download(request: HttpRequest, rows: QuerySet[Account]) -> HttpResponseBase:
    lines = (queries.line(each) for each in rows)
    return spreadsheet_response(
        request,
        "tai-khoan",
        [_("Họ và tên"), _("Tên đăng nhập"), _("Tình trạng"), _("Mở ngày"), _("Quyền")],
        [
            [each.label, each.username, each.status, day_text(each.opened_on), each.permissions]
            for each in lines
        ],
    )


@require_http_methods(["GET", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    actor = _administrator(request)
    problems: Sequence[Problem] = ()
    form = AccountForm(request.POST or None)
    if form.is_valid():
        try:
            account = actions.open_account(actor=actor, **form.cleaned_data)
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(
                request, _("Đã mở tài khoản. Hãy cấp thẻ để {name} vào.").format(name=account)
            )
            return redirect("accounts:account_page", account.pk)
    status = 422 if form.is_bound else 200
    page = {"form": form, "problems": problems}
    return render(request, "accounts/new_account.html", page, status=status)


@require_GET
def account_page(request: HttpRequest, account_id: int) -> HttpResponse:
    actor = _administrator(request)
    return _show(request, actor, get_object_or_404(Account, pk=account_id))


def _show(
    request: HttpRequest,
    actor: Actor,
    account: Account,
    form: PermissionsForm | None = None,
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    page = {
        "account": account,
        "line": queries.line(account),
        "card_until": queries.open_card_until(account),
        "form": form or PermissionsForm(initial={"permissions": account.permissions}),
        "problems": problems,
        "panels": queries.panels(actor, account, clock.today()),
    }
    return render(request, "accounts/account_page.html", page, status=422 if problems else 200)


@require_POST
def permissions(request: HttpRequest, account_id: int) -> HttpResponse:
    actor, account = _administrator(request), get_object_or_404(Account, pk=account_id)
    form = PermissionsForm(request.POST)
    if form.is_valid():
        try:
            actions.change_permissions(actor=actor, account=account, **form.cleaned_data)
        except Refused as refusal:
            return _show(request, actor, account, form, refusal.problems)
        messages.success(request, _("Đã ghi quyền."))
    return redirect("accounts:account_page", account.pk)


@require_POST
def closing(request: HttpRequest, account_id: int) -> HttpResponse:
    actor, account = _administrator(request), get_object_or_404(Account, pk=account_id)
    try:
        actions.close_account(actor=actor, account=account)
    except Refused as refusal:
        return _show(request, actor, account, problems=refusal.problems)
    messages.success(request, _("Đã đóng tài khoản; các phiên của tài khoản đã kết thúc."))
    return redirect("accounts:account_page", account.pk)


@require_POST
def reopening(request: HttpRequest, account_id: int) -> HttpResponse:
    actor, account = _administrator(request), get_object_or_404(Account, pk=account_id)
    actions.reopen_accounts(actor=actor, accounts=[account])
    messages.success(request, _("Đã mở lại tài khoản. Hãy cấp thẻ mới."))
    return redirect("accounts:account_page", account.pk)


@never_cache
@require_POST
def new_card(request: HttpRequest, account_id: int) -> HttpResponse:
    """Make a card and show it: this page is the only one that ever holds its code."""
    actor, account = _administrator(request), get_object_or_404(Account, pk=account_id)
    code = actions.issue_card(actor=actor, account=account)
    card = printed(account, code, until=queries.open_card_until(account))
    return render(request, "accounts/cards.html", {"cards": [card], "back": "accounts:accounts"})

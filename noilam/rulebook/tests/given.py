"""Ready-made facts for rulebook tests: who acts, and deadlines of a floor that stores some."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client

from noilam.foundation import clock
from noilam.foundation.access import Actor, Kind
from noilam.rulebook import actions, queries, rules
from noilam.rulebook.models import CalendarDay, RuleDraft
from noilam.rulebook.queries import book
from noilam.rulebook.rules import Change, DayDraft, DayKind, Definition, Moved

TODAY = date(2026, 11, 20)
REPLY = Definition("tests.reply", "Hạn trả lời", rules.Kind.DEADLINE, ())


def an_administrator() -> Actor:
    return Actor(Kind.PERSON, 1, "Quản trị Mẫu", permissions=frozenset({"administer"}))


def an_office() -> Actor:
    return Actor(Kind.PERSON, 2, "Văn phòng Mẫu", permissions=frozenset({"adopt_rules"}))


def a_reader() -> Actor:
    return Actor(Kind.PERSON, 3, "Người Đọc")


def a_draft(actor: Actor | None = None, **fields: Any) -> RuleDraft:
    values = {
        "key": "commitments.soon_days",
        "value": 5,
        "valid_from": date(2026, 12, 1),
        "citation": "Quy chế làm việc số 01-QC/ĐU",
        "mark": "own",
    }
    return actions.draft_rule_change(actor=actor or an_administrator(), **(values | fields))


def a_day_off(day: date = date(2026, 12, 7), name: str = "Ngày thành lập xã") -> DayDraft:
    return DayDraft(day, DayKind.OFF, name)


@dataclass
class Answer:
    """A floor's stored deadline, as the rulebook asks floors to keep it."""

    label: str
    counted_from: date
    counted_at: datetime
    due_on: date
    rule_version_id: int


ANSWERS: list[Answer] = []  # stands for a floor's table


def an_answer(start: date, label: str = "Trả lời kiến nghị") -> Answer:
    """Due three working days after receipt, under the rule of the day."""
    version = queries.rule("commitments.soon_days", start)
    answer = Answer(label, start, clock.now(), _due(start, queries.calendar(start)), version.pk)
    ANSWERS.append(answer)
    return answer


def _due(start: date, calendar: rules.Calendar) -> date:
    return rules.deadline(start, 3, "working_day", calendar).due_on


def moved_answers(actor: Actor, change: Change) -> list[Moved]:
    found = [(each, _due(each.counted_from, change.new_calendar)) for each in ANSWERS]
    return [
        Moved(each.label, "/answers/", each.due_on, becomes)
        for each, becomes in found
        if becomes != each.due_on
    ]


def recalculate_answers(*, actor: Actor, change: Change) -> int:
    count = len(moved_answers(actor, change))
    for each in ANSWERS:
        each.due_on = _due(each.counted_from, change.new_calendar)
    return count


DEADLINES = {
    "answers": (
        "Hạn trả lời",
        "noilam.rulebook.tests.given.moved_answers",
        "noilam.rulebook.tests.given.recalculate_answers",
    )
}


def signed_in(client: Client, *permissions: str) -> Client:
    """A browser in which somebody with these permissions has signed in.

    The account is a bare row: opening one properly is the business of a floor above.
    """
    account, _made = get_user_model().objects.get_or_create(
        username="-".join(permissions) or "reader",
        defaults={
            "label": "Người Mẫu",
            "permissions": list(permissions),
            "opened_at": clock.now(),
            "password_chosen_at": clock.now(),
        },
    )
    client.force_login(account, backend="noilam.accounts.backends.PasswordBackend")
    return client


def forget_the_public_day(day: date) -> None:
    """A calendar stored by an older release, whose list did not hold this day."""
    CalendarDay.objects.filter(day=day).delete()
    book.forget()

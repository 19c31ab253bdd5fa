"""Deeds on a set of criteria with what they usually say, for tests of its life."""

from datetime import date, timedelta

import pytest

from noilam.audit.models import Entry
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.foundation.periods import Month
from noilam.scoring import actions

TODAY = date(2026, 11, 20)


def events(criteria_set):
    found = Entry.objects.filter(event__startswith="scoring.", subject_id=criteria_set.pk)
    return [each.event.partition(".")[2] for each in found.order_by("id")]


def issue(criteria_set, actor=None, **given):
    decision = {
        "decision_number": "21-QĐ/ĐU",
        "decided_on": TODAY,
        "guidance": "05-HD/ĐU",
        "first_month": Month(2026, 12),
        "consulted_elsewhere": "Báo cáo tổng hợp số 8",
    }
    return actions.issue_criteria(
        actor=actor or shell(), criteria_set=criteria_set, **decision | given
    )


def refused(deed, **given):
    with pytest.raises(Refused) as found:
        deed(actor=given.pop("actor", shell()), **given)
    return [each.code for each in found.value.problems]


def asked(criteria_set, unit, days=20):
    return actions.consult_on_criteria(
        actor=shell(),
        criteria_set=criteria_set,
        closes_on=TODAY + timedelta(days=days),
        units=[unit],
    )

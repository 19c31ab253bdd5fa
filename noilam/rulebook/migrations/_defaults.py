"""Gives a database the default rules and the public calendar. Adds what is missing, no more.

Part of preparing a database, like a migration, and so not in the trail: rows that came with the
software carry no name. It runs after every migrate and flush (see apps.py), so that a key added
to `defaults` needs no migration of its own and a key already known is never touched.
"""

from typing import Any

from django.apps import apps as installed

from noilam.foundation import clock


def add_missing(sender: Any, using: str, apps: Any = installed, **_kept: Any) -> None:
    from noilam.rulebook.queries import book, public_days

    try:
        versions = apps.get_model("rulebook", "RuleVersion").objects.using(using)
        days = apps.get_model("rulebook", "CalendarDay").objects.using(using)
    except LookupError:  # migrated back to before these tables
        return
    _add_versions(versions)
    if not days.exists():
        _add_days(days, public_days.public_days("VN", public_days.wanted_years()))
    book.forget()


def _add_versions(versions: Any) -> None:
    from noilam.rulebook.defaults import DEFINITIONS

    known = set(versions.values_list("key", flat=True))
    versions.bulk_create(
        versions.model(
            key=definition.key,
            value=seed.value,
            valid_from=seed.valid_from,
            citation=seed.citation,
            source=seed.source,
            mark=seed.mark.value,
            note=seed.note,
            recorded_at=clock.now(),
        )
        for definition in DEFINITIONS
        if definition.key not in known
        for seed in definition.seeds
    )


def _add_days(days: Any, public: Any) -> None:
    from noilam.rulebook.defaults import ANNOUNCED_DAYS

    listed = [
        days.model(
            day=each.day,
            kind=each.kind.value,
            name=each.name,
            name_in_english=each.name_in_english,
            origin="library",
            recorded_at=clock.now(),
        )
        for each in public
    ]
    announced = [
        days.model(
            day=draft.day,
            kind=draft.kind.value,
            name=draft.name,
            name_in_english=english,
            origin="announced",
            citation=citation,
            recorded_at=clock.now(),
        )
        for draft, english, citation in ANNOUNCED_DAYS
    ]
    days.bulk_create(listed + announced)

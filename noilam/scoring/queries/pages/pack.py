"""A committee's sitting as its page shows it, and the record of it afterwards."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, number_text

from ...models import DecisionPack, PackItem, SecondLook, Sheet
from ...policies import sheets as policies
from ...rules.months import key_text
from ...rules.voting import REASONS, Reason, gates_that_cost
from ..packs import Missing, PackEntry
from .answer_words import points_text, signed_text
from .sheet_rows import extra_sayings, sayings
from .stage_bar import days_text, stage_name

Stage = Sheet.Stage


@dataclass(frozen=True)
class PackLine:
    """One sheet of the list. `why`: what makes it an exception; `changes`: marks seen otherwise,
    with their reasons; `replies`: what the unit says to them; `looks`: signs that somebody has
    looked at, and what he found."""

    pk: int
    unit: str
    own: str
    total: str
    difference: str
    band: str
    why: Sequence[str]
    changes: Sequence[str] = ()
    replies: Sequence[str] = ()
    looks: Sequence[str] = ()


@dataclass(frozen=True)
class Late:
    pk: int
    unit: str
    stage: str
    days: str


def line_of(entry: PackEntry, *, in_full: bool = True) -> PackLine:
    """`in_full`: with changes and replies, for whoever decides on it alone."""
    own, total = entry.self_total, entry.total
    differs = own is not None and total is not None and own != total
    return PackLine(
        pk=entry.sheet.pk,
        unit=entry.sheet.unit.name,
        own=points_text(own),
        total=points_text(total),
        difference=signed_text(total - own) if differs else "",  # type: ignore[operator]
        band=_band(entry),
        why=[_why(each, entry) for each in entry.reasons],
        changes=_changes(entry) if in_full else (),
        replies=[
            f"{each.text} ({each.by}, {day_text(each.recorded_at)})" for each in entry.replies
        ],
        looks=[_look(each) for each in entry.looks],
    )


def _band(entry: PackEntry) -> str:
    band = entry.fixed.total.band
    return band.title if band else _("không xếp")


def _look(look: SecondLook) -> str:
    """ "Lệch xa các đơn vị cùng nhóm: đã đối chiếu biên bản (Lê Văn Mẫu, 08/12/2026)"."""
    day = day_text(timezone.localtime(look.looked_at))
    return f"{look.get_kind_display()}: {look.note} ({look.looked_by}, {day})"


def _why(reason: Reason, entry: PackEntry) -> str:
    """The reason with what it is about."""
    words = _(REASONS[reason])
    if reason is Reason.BAND_CHANGED:
        titles = {each.code: each.title for each in entry.held.criteria.bands}
        return f"{words}: {titles.get(entry.band_before, entry.band_before)}"
    if reason is Reason.FAILED_GATES:
        costly = gates_that_cost(entry.held.criteria, entry.fixed.total)
        gates = [e.title or e.code for e in entry.held.criteria.gates if e.code in costly]
        return f"{words}: {'; '.join(gates)}"
    return words


def _changes(entry: PackEntry) -> list[str]:
    held = entry.held
    said = [(e.code, s) for e in held.criteria.criteria() for s in sayings(e, held)]
    said += [(e.code, s) for e in held.criteria.extras() for s in extra_sayings(e, held)]
    return [f"{code}. {each.text}" for code, each in said if each.is_change]


def late_lines(missing: Iterable[Missing]) -> list[Late]:
    """Sheets that are not on the list, and at whose step they stand."""
    return [
        Late(
            each.sheet.pk,
            each.sheet.unit.name,
            stage_name(each.sheet.stage),
            _("trễ {days}").format(days=days_text(each.days_late)) if each.days_late else "",
        )
        for each in missing
    ]


def told_of_rest(entries: Collection[PackEntry]) -> str:
    """How many, by band, and their mean: what is approved in one act."""
    bands = Counter(map(_band, entries))
    totals = [each.total for each in entries if each.total is not None]
    words = [f"{number_text(number)} {band}" for band, number in bands.most_common()]
    if totals:
        mean = round(sum(totals) / len(totals))
        words.append(_("trung bình {points} điểm").format(points=points_text(mean)))
    return "; ".join(words)


# Before and after ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Month:
    """A month of an issuing unit with sheets before its committee."""

    unit_id: int
    unit: str
    month: int
    waiting: int

    @property
    def text(self) -> str:
        return key_text(self.month)


def months_waiting(actor: Actor) -> list[Month]:
    """What this actor's committee still has to settle, the oldest month first."""
    rows = policies.settleable(actor, Sheet.objects.filter(stage=Stage.APPROVE)).order_by()
    named = rows.values_list("criteria_set__unit", "criteria_set__unit__name", "month")
    counted = named.annotate(number=Count("pk")).order_by("month", "criteria_set__unit__name")
    return [Month(*each) for each in counted]


@dataclass(frozen=True)
class Record:
    """A past sitting in one line."""

    pk: int
    unit: str
    month: str
    decided: str
    minutes: str
    votes: str
    sheets: int


def records(found: Iterable[Any]) -> list[Record]:
    return [_record(each) for each in found]


def past_packs(actor: Actor) -> QuerySet[Any]:
    found = policies.visible_packs(actor).select_related("unit").annotate(sheets=Count("items"))
    return found.order_by("-month", "-pk")


def _record(pack: Any) -> Record:
    return Record(
        pk=pack.pk,
        unit=pack.unit.name,
        month=key_text(pack.month),
        decided=day_text(pack.decided_on),
        minutes=pack.minutes,
        votes=votes_text(pack),
        sheets=pack.sheets,
    )


def votes_text(pack: DecisionPack) -> str:
    return _(
        "tán thành {in_favour}, không tán thành {against}, không ý kiến {abstained};"
        " có mặt {present}/{members}"
    ).format(
        in_favour=pack.in_favour,
        against=pack.against,
        abstained=pack.abstained,
        present=pack.present,
        members=pack.members,
    )


@dataclass(frozen=True)
class ItemLine:
    """One sheet as the sitting left it."""

    number: int
    sheet_id: int
    unit: str
    total: str
    band: str
    decision: str
    reason: str
    content_hash: str
    is_exception: bool
    looks: Sequence[str] = ()


def items_of(actor: Actor, pack: DecisionPack) -> list[ItemLine]:
    """In the order of the list: those decided alone first."""
    rows = pack.items.select_related("sheet__unit", "version__band")
    ordered = rows.order_by("-is_exception", "sheet__unit__code")
    looks = _looks_before(actor, pack)
    return [
        _item(number, each, looks.get(each.sheet_id, ()))
        for number, each in enumerate(ordered, start=1)
    ]


def _looks_before(actor: Actor, pack: DecisionPack) -> dict[int, list[str]]:
    """What the sitting was told of second looks. Shown to those who score, as on a sheet."""
    scored = policies.scored_by(actor).filter(pack_items__pack=pack)
    looks = SecondLook.objects.filter(
        looked_at__lte=pack.recorded_at, sheet__in=scored.order_by().values("pk")
    )
    found: dict[int, list[str]] = {}
    for each in looks:
        found.setdefault(each.sheet_id, []).append(_look(each))
    return found


def _item(number: int, item: PackItem, looks: Sequence[str]) -> ItemLine:
    version = item.version
    return ItemLine(
        number=number,
        sheet_id=item.sheet_id,
        unit=item.sheet.unit.name,
        total=points_text(version.total) if version else "",
        band=version.band.title if version and version.band else "",
        decision=str(item.get_decision_display()),
        reason=item.reason,
        content_hash=version.content_hash[:12] if version else "",
        is_exception=item.is_exception,
        looks=looks,
    )

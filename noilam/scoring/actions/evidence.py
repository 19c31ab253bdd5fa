"""What a unit shows for its marks."""

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.files.models import StoredFile
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused, refuse_if
from noilam.foundation.text import say, tidy

from .. import policies
from ..events import ScoreEvidenceGiven, ScoreEvidenceTakenBack
from ..models import CriterionRow, MarkEvidence, Sheet
from ..rules import filling
from .hands import Stage, _lock

OPEN = (Stage.SELF_SCORE, Stage.REPLY)
TEXT_LENGTH = 500


@transaction.atomic
def give_evidence(
    *, actor: Actor, sheet: Sheet, code: str, file: StoredFile | None = None, text: str = ""
) -> MarkEvidence:
    """A file, or words on where it is found, for one criterion; while the unit fills or replies."""
    sheet = _lock(sheet)
    _require(actor, sheet)
    text = tidy(text)
    rows = CriterionRow.objects.filter(criteria_set=sheet.criteria_set_id, code=code)
    row = rows.first()
    if row is None:
        raise Refused(filling.unknown(code))
    refuse_if(_problems(sheet, file, text))
    given = MarkEvidence.objects.create(
        sheet=sheet,
        criterion=row,
        file=file,
        text=text,
        recorded_at=clock.now(),
        by=actor.label[:120],
    )
    name = file.name if file else ""
    event = ScoreEvidenceGiven(subject_id=sheet.pk, code=code, text=text, file_name=name)
    record(actor=actor, event=event)
    return given


@transaction.atomic
def take_back_evidence(*, actor: Actor, evidence: MarkEvidence) -> MarkEvidence:
    """What was given by mistake. It stays in the record, struck through."""
    sheet = _lock(evidence.sheet)
    _require(actor, sheet)
    found = sheet.evidence.select_related("criterion", "file").get(pk=evidence.pk)
    if found.taken_back_at or sheet.stage not in OPEN:
        raise Refused(_NOT_NOW)
    found.taken_back_at = clock.now()
    found.save(update_fields=["taken_back_at"])
    event = ScoreEvidenceTakenBack(
        subject_id=sheet.pk,
        code=found.criterion.code,
        text=found.text,
        file_name=found.file.name if found.file else "",
    )
    record(actor=actor, event=event)
    return found


def _require(actor: Actor, sheet: Sheet) -> None:
    require(
        policies.may_self_score(actor, sheet),
        to=_("kèm minh chứng cho {unit}").format(unit=sheet.unit.name),
    )


_NOT_NOW = Problem(
    "not-open", say("Chỉ thêm, rút minh chứng khi đơn vị đang tự chấm hoặc giải trình.")
)


def _problems(sheet: Sheet, file: StoredFile | None, text: str) -> list[Problem]:
    problems = [] if sheet.stage in OPEN else [_NOT_NOW]
    if file is None and not text:
        message = say("Chọn tệp, hoặc ghi minh chứng xem ở đâu.")
        problems.append(Problem("evidence-empty", message, "evidence"))
    if len(text) > TEXT_LENGTH:
        message = say("Ghi minh chứng trong {most} chữ; dài hơn thì kèm tệp.")
        problems.append(Problem("evidence-too-long", message, "evidence", {"most": TEXT_LENGTH}))
    return problems

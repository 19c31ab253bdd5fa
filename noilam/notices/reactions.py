"""What other floors' events tell people."""

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from noilam.audit.events import HeadAnnounced
from noilam.foundation.access import Actor

from .actions import Message, queue


def send_head(*, actor: Actor, event: HeadAnnounced) -> None:
    """The day's head, or the news that the trail was tampered with, to every administrator."""
    accounts = get_user_model().objects.filter(is_active=True).exclude(permissions=[])
    administrators = [each.pk for each in accounts if "administer" in each.permissions]
    subject = _("Mã niêm phong nhật ký ngày {day}").format(day=event.day)
    if event.problem:
        subject = _("CẢNH BÁO: nhật ký bị sửa ({day})").format(day=event.day)
    queue(
        actor=actor,
        message=Message(
            to=administrators,
            kind="audit.head",
            subject=subject,
            text="\n".join(line for line in (event.problem, event.head) if line)
            + "\n"
            + _("Hãy giữ thư này hoặc in phiếu ra, cất ngoài máy chủ."),
            link=f"/trail/heads/{event.subject_id}/",
            needs_acknowledgement=bool(event.problem),
        ),
    )

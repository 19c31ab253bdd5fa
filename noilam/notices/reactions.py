"""What other floors' events tell people."""

from django.contrib.auth import get_user_model

from noilam.audit.events import HeadAnnounced
from noilam.foundation.access import Actor
from noilam.foundation.text import say

from .actions import Message, Wording, queue


def send_head(*, actor: Actor, event: HeadAnnounced) -> None:
    """The day's head, or the news that the trail was tampered with, to every administrator."""
    accounts = get_user_model().objects.filter(is_active=True).exclude(permissions=[])
    administrators = [each.pk for each in accounts if "administer" in each.permissions]
    subject = say("Mã niêm phong nhật ký ngày {day}")
    if event.problem:
        subject = say("CẢNH BÁO: nhật ký bị sửa ({day})")
    queue(
        actor=actor,
        message=Message(
            to=administrators,
            kind="audit.head",
            subject=Wording(subject, {"day": event.day}),
            text=[
                event.problem,  # in the words the trail keeps it in
                event.head,
                Wording(say("Hãy giữ thư này hoặc in phiếu ra, cất ngoài máy chủ.")),
            ],
            link=f"/trail/heads/{event.subject_id}/",
            needs_acknowledgement=bool(event.problem),
        ),
    )

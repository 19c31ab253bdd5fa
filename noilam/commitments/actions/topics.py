"""Naming fields of work, so that promises of many units can be read side by side."""

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import fold, say, tidy

from .. import policies
from ..events import TopicNamed
from ..models import Topic


@transaction.atomic
def name_topic(*, actor: Actor, name: str) -> Topic:
    """A new field of work. One that differs only in marks or case is the same one."""
    require(policies.may_name_topics(actor), to=_("đặt tên lĩnh vực"))
    name = tidy(name)
    if not name:
        raise Refused(Problem("name-missing", say("Ghi tên lĩnh vực."), "name"))
    if known := Topic.objects.filter(search_key=fold(name)).first():
        message = say("Đã có lĩnh vực “{name}”. Chọn lĩnh vực ấy.")
        raise Refused(Problem("topic-known", message, "name", {"name": known.name}))
    topic = Topic.objects.create(name=name, search_key=fold(name))
    record(actor=actor, event=TopicNamed(subject_id=topic.pk, after={"name": name}))
    return topic

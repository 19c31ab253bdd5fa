"""Five thousand comments on a long draft, and a draft edited all over: the pages stay small."""

import gzip
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from noilam.accounts.models import Account
from noilam.consultation.models import Answer, Comment
from noilam.consultation.rules import PartText
from noilam.foundation import bulk, clock
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, an_actor

from .given import a_consultation, a_redraft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]
COMMENTS, PARTS = 5_000, 120
QUERIES, BYTES = 12, 15 * 1024
SENTENCES = (
    "chi bộ đảng viên sinh hoạt nhiệm vụ cấp ủy tháng báo cáo điểm trừ cộng thôn bản xã vùng xa "
    "đường đất nước rừng ruộng hạn chậm đúng thiếu đủ minh chứng kiểm tra giám sát người dân họp "
    "ghi rõ mức phần trăm nên bổ sung thay câu này bằng quy định mới của ban thường vụ tỉnh"
)
SYLLABLES = SENTENCES.split()
PAGES = [
    "",
    "?page=3",
    "?draft=1",
    "comments/",
    "comments/?page=40&sort=-number",
    "comments/?part=p7&state=unanswered&q=chi%20bo&whose=song",
    "disposition/",
    "disposition/?page=100",
    "comparison/",
    "comparison/?page=2",
    "comparison/?part=p7",
    "parts/p7/",
    "comments/77/",
    "comment/?part=p7",
    "answers/?" + "&".join(f"pick={number}" for number in range(1, 201, 2)),
    "invited/",
]  # not the form of a new draft: a text that is edited as a whole is there as a whole


def words(chance, number):
    """Nothing that repeats itself, so that no page is small by accident."""
    return " ".join(chance.choices(SYLLABLES, k=number))


@pytest.fixture
def crowded(commune):
    """Half of the comments are answered; every part of the draft was edited."""
    chance, now = Random(5), clock.now()  # noqa: S311
    parts = [
        PartText(f"p{number}", words(chance, 8), words(chance, 150), number % 3 + 1)
        for number in range(PARTS)
    ]
    opened = a_consultation(commune, parts=parts)
    edited = [
        PartText(each.key, each.title, words(chance, 40) + each.text[100:], each.level)
        for each in parts
    ]
    a_redraft(opened, edited)
    bulk.insert(
        Comment(
            consultation=opened,
            number=number,
            part_key=f"p{number % (PARTS + 1)}" if number % (PARTS + 1) < PARTS else "",
            draft_number=1,
            text=(text := words(chance, 50)),
            wording=words(chance, 20) if number % 4 == 0 else "",
            search_key=text,
            unit=commune,
            whose=commune.name,
            whose_key="dang bo xa song hien",
            by="Người góp ý",
            recorded_at=now,
            disposition="partly" if number % 2 else "",
        )
        for number in range(1, COMMENTS + 1)
    )
    bulk.insert(
        Answer(
            comment_id=pk,
            disposition="partly",
            reason=words(chance, 40),
            by="Ban tổ chức",
            answered_at=now,
        )
        for pk in Comment.objects.exclude(disposition="").values_list("pk", flat=True)
    )
    return opened


def test_pages_about_thousands_of_comments_keep_within_their_budget(client, commune, crowded):
    person = a_head(commune)
    actor = an_actor(Role.ORGANISING_BOARD, commune, person)  # and, as its head, its voice
    client.force_login(Account.objects.get(pk=actor.id))
    client.get("/consultations/")
    over = {}
    for page in ["?sort=-closes", *(f"{crowded.pk}/{each}" for each in PAGES)]:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(f"/consultations/{page}")
        size = len(gzip.compress(answer.content))
        if answer.status_code != 200 or len(asked) > QUERIES or size > BYTES:
            over[page] = (answer.status_code, len(asked), size)
    assert not over


def test_the_whole_table_leaves_as_a_spreadsheet_in_few_questions(client, commune, crowded):
    client.force_login(Account.objects.get(pk=an_actor(Role.AUDITOR, commune).id))
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/consultations/{crowded.pk}/disposition/?format=csv")
        lines = b"".join(answer.streaming_content).decode().splitlines()

    assert len(lines) == COMMENTS + 1
    assert len(asked) <= QUERIES

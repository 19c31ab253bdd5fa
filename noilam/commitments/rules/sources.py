"""Where a word came from: what may be written as a source and as its link."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from noilam.foundation.errors import Problem
from noilam.foundation.text import say

LONGEST = 300  # signs of a source, and of its link


def problems_with_sources(sources: Sequence[tuple[str, str]]) -> list[Problem]:
    """Of (label, link): a link leads to a page of the web, or to one of this very site."""
    problems, seen = [], set[str]()
    for label, link in sources:
        shown = {"source": label[:60] or link[:60]}
        if not label.strip():
            message = say("Nguồn “{source}”: ghi tên nguồn trước liên kết.")
            problems.append(Problem("source-without-name", message, "sources", shown))
        if label in seen:
            message = say("Nguồn “{source}” được ghi hai lần. Bỏ một dòng.")
            problems.append(Problem("source-named-twice", message, "sources", shown))
        if len(label) > LONGEST or len(link) > LONGEST:
            message = say("Nguồn “{source}” dài quá 300 chữ. Ghi gọn lại.")
            problems.append(Problem("source-too-long", message, "sources", shown))
        if link and not leads_somewhere(link):
            message = say("Nguồn “{source}”: liên kết phải bắt đầu bằng https:// hoặc /.")
            problems.append(Problem("source-link-unknown", message, "sources", shown))
        seen.add(label)
    return problems


def leads_somewhere(link: str) -> bool:
    """https://…, http://… or a path of this site; nothing that a browser would run."""
    if any(sign.isspace() or sign == "\\" for sign in link):
        return False
    if link.startswith("/"):
        return not link.startswith("//")
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname)

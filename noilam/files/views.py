"""The one door to evidence."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from noilam.foundation.web import actor_of

from . import policies, storage
from .models import StoredFile

# Should a browser ever show a file instead of saving it, nothing in it may run or call home.
_SHUT = "sandbox; default-src 'none'"


@require_safe
def download(request: HttpRequest, file_id: int) -> FileResponse:
    """Always to save, never to show. Whoever may not open it learns nothing of it."""
    file = get_object_or_404(StoredFile, pk=file_id)
    if not policies.may_open(actor_of(request), file):
        raise Http404
    try:
        content = storage.path_of(file.content_hash).open("rb")
    except FileNotFoundError as error:
        raise Http404(_("Tệp không còn trên máy chủ. Hãy báo người quản trị.")) from error
    return FileResponse(
        content,
        as_attachment=True,
        filename=file.name,
        content_type=file.media_type,
        headers={
            "Content-Security-Policy": _SHUT,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-cache",
        },
    )

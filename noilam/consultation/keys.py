"""Where the pages of a consultation are. Written out: lists must not ask the router row by row."""

WHOLE_DRAFT = "-"  # ?part=- asks for what is about no part; keys begin with a letter or a figure


def consultation_link(consultation_id: int) -> str:
    return f"/consultations/{consultation_id}/"


def comments_link(consultation_id: int) -> str:
    return f"/consultations/{consultation_id}/comments/"


def comment_link(consultation_id: int, number: int) -> str:
    return f"/consultations/{consultation_id}/comments/{number}/"

"""Who may open a stored file: paths of `(actor, stored_file) -> bool`. One that says yes is enough.

`files` does not know what a file is evidence of; each floor that keeps files answers for its own.
"""

FILE_OWNERS: list[str] = [
    "noilam.commitments.policies.may_open_file",
    "noilam.scoring.policies.may_open_file",
    "noilam.notices.policies.may_open_receipt",
]

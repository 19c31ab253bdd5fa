"""The word and the deed, as rows. What happened is a row with its day; nothing is overwritten.

`Commitment` repeats the newest of those rows (due day, last declaration, last verdict) so that
lists of today read one table; figures of a past day read the rows themselves.
"""

from .answering import Dependency, DueDate, Holding, Milestone, Source
from .commitment import CodeCounter, Commitment
from .deeds import Declaration, Evidence, Progress, Verdict, Verification
from .programme import Programme, ProgrammeReminder, Sitting, Topic
from .time import Excuse, Extension, Lateness, Reminder

__all__ = [
    "CodeCounter",
    "Commitment",
    "Declaration",
    "Dependency",
    "DueDate",
    "Evidence",
    "Excuse",
    "Extension",
    "Holding",
    "Lateness",
    "Milestone",
    "Programme",
    "ProgrammeReminder",
    "Progress",
    "Reminder",
    "Sitting",
    "Source",
    "Topic",
    "Verdict",
    "Verification",
]

"""What the trail calls the fields of the events of scoring."""

from noilam.audit.words import Words

WORDS = Words(subject="", fields={})

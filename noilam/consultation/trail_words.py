"""What the trail calls the fields of the events of consultation."""

from noilam.audit.words import Words

WORDS = Words(subject="", fields={})

"""The demo's own events carry nothing but their titles."""

from noilam.audit.words import Words

from . import events

WORDS = Words(subject="", fields={}, of={events.DemoBegun: {}, events.DemoFinished: {}})

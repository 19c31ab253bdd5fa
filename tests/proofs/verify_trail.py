"""An outsider's check of a trail kept in SQLite: the standard library alone, nothing of ours.

    python3 verify_trail.py noilam.sqlite3 [HEAD]

Recomputes every leaf, root and head from the rows. Prints how many entries it found good and the
last head; exits with 1 and names the first thing wrong. HEAD is one kept elsewhere: it must occur.
"""

import json
import sqlite3
import sys
from datetime import UTC, datetime
from hashlib import sha256

NO_HEAD = "0" * 64
ENTRIES = """SELECT id, at, actor_kind, actor_id, actor_label, behalf_id, behalf_label, event,
 subject_id, details, salt, leaf FROM audit_entry WHERE batch_id = ? ORDER BY id"""
BATCHES = """SELECT id, number, previous, first_entry, last_entry, count, root, head, sealed_at,
 contents FROM audit_batch ORDER BY number"""


def moment(text):
    at = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return at.isoformat(timespec="microseconds")


def number(text):
    value = float(text)
    return int(value) if value.is_integer() else value


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def leaf_of(row):
    _, at, kind, actor, label, behalf, behalf_label, event, subject, details, salt, _ = row
    payload = {
        "at": moment(at),
        "actor_kind": kind,
        "actor_id": actor,
        "actor_label": label,
        "behalf_id": behalf,
        "behalf_label": behalf_label,
        "event": event,
        "subject_id": subject,
        "details": json.loads(details, parse_float=number),
    }
    return sha256(bytes.fromhex(salt) + canonical(payload)).hexdigest()


def root_of(leaves):
    level = [sha256(b"\x00" + each).digest() for each in leaves]
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        level = [sha256(b"\x01" + b"".join(p)).digest() if len(p) == 2 else p[0] for p in pairs]
    return level[0].hex()


def wrong_entries(seals, rows):
    """What differs between a batch's own list and the rows that say they belong to it."""
    for seal in seals:
        entry, leaf = int.from_bytes(seal[:8], "big"), seal[8:].hex()
        row = rows.pop(entry, None)
        if row is None:
            yield f"entry {entry} was removed"
        elif row[11] != leaf or (row[10] and leaf_of(row) != leaf):
            yield f"entry {entry} was altered"
    for entry in rows:
        yield f"entry {entry} was inserted"


def all_wrong(database, kept_head):
    """Whoever asks for the first stops there; at the end prints what was found good."""
    previous, good, heads = NO_HEAD, 0, set()
    for batch in database.execute(BATCHES):
        key, at, before, first, last, count, root, head, sealed_at, contents = batch
        rows = {row[0]: row for row in database.execute(ENTRIES, [key])}
        seals = [contents[place : place + 40] for place in range(0, len(contents), 40)]
        yield from wrong_entries(seals, rows)
        told = [at, before, first, last, count, root, moment(sealed_at)]
        if before != previous or root_of(seals) != root or head_of(told) != head:
            yield f"batch {at} does not follow from the one before"
        previous, good = head, good + len(seals)
        heads.add(head)
    if kept_head and kept_head not in heads:
        yield f"the head {kept_head} does not occur"
    print(good, previous)


def head_of(told):
    names = ["number", "previous", "first_entry", "last_entry", "count", "root", "sealed_at"]
    facts = dict(zip(names, told, strict=True))
    return sha256(b"noilam.head\n" + canonical(facts)).hexdigest()


def main(path, kept_head=""):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    for wrong in all_wrong(database, kept_head):
        print(wrong, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

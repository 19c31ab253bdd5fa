"""The trail: append-only entries, sealed by the worker in hash-chained batches.

Entry: one line, who did what when. Leaf: the salted hash of an entry. Batch: entries sealed at
once, under one Merkle root. Head: the hash of a batch and of the head before it; whoever keeps a
head elsewhere can prove every entry up to it. Every action ends with `actions.record`. Stands on
foundation.
"""

"""The trail: append-only entries, sealed by the worker in hash-chained batches.

Every action ends with `actions.record`. Stands on foundation.
"""

"""The word and the deed: programmes, commitments, evidence, verification, lateness, remediation.

Does not know where a word came from: a source is a typed soft reference.
"""

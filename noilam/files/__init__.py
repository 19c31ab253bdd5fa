"""Evidence: upload, checks, storage, download. Content is kept by its hash.

A file is looked at in memory first (`inspection`); only what passed every check is written to disk
and to the table, so nothing unchecked is ever visible. Who may open a file is known by the floors
above that use it (config/file_owners.py). Stands on notices and audit.
"""

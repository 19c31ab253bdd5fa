"""Evidence: upload, checks, storage, download. Content is kept by its hash."""

"""What others know the things of this floor by (config/references.py)."""

CRITERIA = "criteria"

CONSULTATION_REQUIRED = "scoring.consultation_required"  # before criteria are issued

"""What tests need from the machine itself: system packages, a real PostgreSQL. Stdlib only."""

"""What each page shows, ready to be written."""

"""What each page of words and deeds shows, as plain values ready to be written."""

"""Doors for browsers: the inbox, and the clerk's deliveries."""

"""Doors of accounts: signing in, one's own account, the administrators' list."""

"""What can happen in consultation."""

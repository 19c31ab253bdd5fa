"""What can happen in scoring."""

"""What pages of scoring ask for."""

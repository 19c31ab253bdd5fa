"""People who sign in: accounts, sessions, sign-in cards, installation-wide permissions."""

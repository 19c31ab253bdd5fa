"""Page shell, components, CSS, JS. Looks only: no domain word, no table."""

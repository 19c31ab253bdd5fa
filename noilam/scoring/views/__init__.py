"""The doors of scoring in a browser."""

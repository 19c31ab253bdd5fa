"""Turning what a browser sent into typed values. What is allowed is for the rules."""

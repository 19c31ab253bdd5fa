"""What goes with published scores: the program that recomputes them, and how it is done in words.

Nothing here is imported by the rules; `verify_score.py` imports nothing of ours.
"""

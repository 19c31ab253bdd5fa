"""Monthly scoring of units: criteria made in the open, sheets in stages, months that close.

A mark is an answer in the terms of its criterion's method; points follow from it by `rules`, and
so can be recomputed by anyone. Who measures what is not known here: measures come by path
(config/measures.py).
"""

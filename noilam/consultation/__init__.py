"""Drafts opened to chosen units and people, commented part by part, and answered one by one.

A draft is any text in parts: criteria, documents, services. What it is a draft of is a typed soft
reference, as the floors that draft stand above this one.
"""

"""The web doors of words and deeds: lists, one commitment, drafting, deeds, decisions."""

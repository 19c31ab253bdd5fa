"""Pages that gather from all floors: Hôm nay, search. Owns no fact."""

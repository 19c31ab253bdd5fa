"""The law of scoring as pure functions on plain values."""

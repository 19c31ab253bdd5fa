"""What a file of units or people would do, worked out row by row. Reads only; actions write."""

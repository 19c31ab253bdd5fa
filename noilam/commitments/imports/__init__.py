"""What a file of promises or of deeds would do, worked out row by row. Reads only."""

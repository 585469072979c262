"""签字: what the sheet will say, the signatures under it, and the sheet itself."""

"""How the centre's tables came to be, version by version."""

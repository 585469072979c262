"""The commands of `inspector devices`."""

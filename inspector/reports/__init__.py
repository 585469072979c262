"""Printed forms: domain values in, draw operations in the middle, PDF bytes out."""

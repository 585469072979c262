"""Findings out, ledger in: the device's side of the exchange with the central store."""

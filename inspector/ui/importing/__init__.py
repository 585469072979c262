"""Importing a ledger: what was read, what is wrong with it, and then all or nothing."""

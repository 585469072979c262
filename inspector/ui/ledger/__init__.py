"""The ledger: every room, by unit or by place."""

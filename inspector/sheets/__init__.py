"""Workbooks in and out. `ledger.read_ledger` turns a county's file into a `LedgerDraft`
and never raises for what stands in a cell: that is a fault of the draft."""

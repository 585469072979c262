"""The central store's service: everybody's ledger, over HTTP."""

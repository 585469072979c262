"""The ledger (台账) on disk: tables, migrations, the journal and queries.

Rows never leave this package: queries take a `Session` and return domain values.
"""

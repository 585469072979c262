"""Everything a person sees. The only storey (beside `app` and `commands`) that knows Qt."""

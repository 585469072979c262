"""Inspector (办公用房核查): measure, judge, record and sync government office rooms."""

"""The first start: a sample county, a workbook, or a copy from the centre."""

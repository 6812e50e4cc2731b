"""Workbooks to rows: .xlsx, .xls, .et and .ods."""

"""Characters and ruling lines of a laid-out page to lines, paragraphs and tables; for PDF, OFD and scans."""

"""What the measurements read: invented mails, papers, scans."""

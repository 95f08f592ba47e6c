"""What staff enter: letters and calls, scans, units asked, corrections."""

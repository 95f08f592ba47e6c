"""What is set on paper: pages of official documents, in Word files and as PDF."""

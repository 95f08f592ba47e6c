"""Real-name comments on published drafts: taken, kept, tallied, exported."""

"""起草: files that become policies, seen before they are published."""

"""What is public at one instant: policies, their versions and outcomes, joined into a catalogue."""

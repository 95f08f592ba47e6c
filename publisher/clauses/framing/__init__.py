"""The frame of a text: scopes, annexes, what stands before and after, found before reading."""

"""The pages of one policy: its text, history, changes, promises."""

"""The command ``yanlu``: both halves, and what an administrator does with their installation."""

VERSION = "0.1.0"

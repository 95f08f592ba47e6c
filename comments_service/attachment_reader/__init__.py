"""The child process that takes the words out of an attachment; it works on a file of anyone."""

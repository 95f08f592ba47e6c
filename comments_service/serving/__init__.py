"""Serving: the server, a gateway to the application, whose turn it is."""

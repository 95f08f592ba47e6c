"""The built site, served with the service."""

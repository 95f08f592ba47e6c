"""The built site, served beside the service."""

"""HTTP: requests in, one use case, answers out."""

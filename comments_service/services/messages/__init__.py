"""Messages to those who comment: kept in the outbox, written, and given to a carrier."""

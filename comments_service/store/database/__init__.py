"""The database: transactions, tables, layout, faults."""

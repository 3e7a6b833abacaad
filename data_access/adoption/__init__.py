"""Adopting a database that others made: a mapping file says where each table of the contract comes from."""

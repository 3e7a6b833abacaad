"""Ledgers that are Excel files only: read, held against the contract, written into a database of one's own."""

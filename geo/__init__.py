"""Boundaries: reading any file, repairing, simplifying with shared borders kept, and publishing per parent."""

"""The desk: pages for one person at a time, beside the wall on the same server and without any of the wall's files."""

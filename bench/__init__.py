"""What is measured: `make bench` writes RESULTS.md. Nothing here is a test; limits stand beside the figures."""

"""What the monitoring view shows of a release: cases from clue to exit, alerts, lines, burdens and insurance."""

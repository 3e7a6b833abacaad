"""What can be said aloud of a view: facts of a release, worked out by the functions that the panels use."""

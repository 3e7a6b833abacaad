"""What a leader can say aloud, in words: the short sentence of the footer, and the paragraph of a view."""

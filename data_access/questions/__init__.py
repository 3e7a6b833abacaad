"""The questions that a leader asks: where each is answered, and the answers that no panel of a view gives."""

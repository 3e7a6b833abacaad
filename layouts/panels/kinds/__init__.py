"""What the panel of kinds tells of one sort of kind, a module each; `parts` is what they are made of."""

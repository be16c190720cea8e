"""Training of the second look: the type of an act when its two parties are given."""

"""Training of the model of pairs: the type of an act when its two parties are given."""

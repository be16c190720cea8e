"""Trains the small encoder that Dateline reads with, and writes it as `grammar/tagger_vN/`."""

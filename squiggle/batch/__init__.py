"""Batches: a table of parameters in, a film for each of its rows out."""

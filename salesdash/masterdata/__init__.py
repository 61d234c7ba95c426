"""Master data: naming, correcting, merging and placing the members of every dimension."""

"""Tables of figures: how they are typed in, drawn as charts, and given out as open data files."""

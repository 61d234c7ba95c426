"""How figures are held: the one number that every layer needs."""

#: amounts and quantities are whole numbers of 1/10,000 of the unit, so that sums are exact on every database
SCALE = 10_000

"""How a figure came about: its formula with the numbers in it, plain sentences, the rows and the clause behind it."""

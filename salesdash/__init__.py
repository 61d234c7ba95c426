"""SalesDash: the sales department of a company over one shared database."""

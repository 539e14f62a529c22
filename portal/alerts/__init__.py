"""Emergency banners: raised in one step on one portal or on many, gone at their end."""

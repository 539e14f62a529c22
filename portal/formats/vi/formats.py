"""Django's Vietnamese formats leave numbers ungrouped; people write 1.250.000."""

NUMBER_GROUPING = 3

"""Maps: examples as points on a plane, so that those that are alike lie close together."""

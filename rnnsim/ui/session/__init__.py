"""Sessions in the window: kept in files, brought back from them."""

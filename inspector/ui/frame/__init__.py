"""The frame around every screen: where am I, the search, the state of things."""

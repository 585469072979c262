"""整改: every finding that asks for something, the most urgent first."""

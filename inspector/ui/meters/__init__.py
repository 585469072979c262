"""测距仪: find and connect one, look after it, see what it really says, practise."""

"""Widgets that more than one screen uses; none of them names a colour."""

"""The unattended tour: one inspection through the window's own screens, with pictures."""

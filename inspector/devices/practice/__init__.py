"""Practice rangefinders: in memory, but they speak real frames to the real codecs."""

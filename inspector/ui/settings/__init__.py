"""What a person sets: the look, the rangefinder, who they are."""

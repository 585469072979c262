"""The room page: is this room within its limit, and what do we do about it?"""

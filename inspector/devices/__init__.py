"""Laser rangefinders: bytes to readings (codecs), link life (session), and the radio.

Codecs and session do no I/O and read no clock. Only `link` imports bleak. The rest of
the program talks to `rangefinders.Rangefinders` and gets the values of `events`.
"""

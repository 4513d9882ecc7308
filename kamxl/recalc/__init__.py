"""Recalculation without Excel: native formulas and ``KAM_*`` together, through formualizer; results through ``ooxml``.

What the engine cannot do keeps the value that Excel left, is used as such by the formulas that depend on it, and is
reported. With ``strict`` a second engine (formulon) must agree before a value is written.
"""

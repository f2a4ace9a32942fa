"""A sentence with what a fault can change in it, before it is put into words."""
from dataclasses import dataclass, field


@dataclass
class Sentence:
    kind: str                      # plain, direct, indirect, sourced, contrast
    raw: str = ''                  # slots filled, wordings open
    text: str = ''                 # wordings chosen
    speaker: str = ''              # name of the person (direct, indirect)
    role: str = ''
    cue: str = ''
    order: str = 'before'          # of speaker and quote: before, after, split
    clauses: list = field(default_factory=list)
    source: str = ''               # sourced: who says so; contrast: the opening word
    tail: str = ''
    plants: list = field(default_factory=list)   # the whole sentence is the place of these
    quote_plants: list = field(default_factory=list)
    speaker_plants: list = field(default_factory=list)
    speaker_shown: str = ''        # the name that stands there, when a fault changed it

"""Bands of attainment: from which score on which word and colour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from salesdash.analytics import scoring
from salesdash.errors import BadInput
from salesdash.locale import LANGUAGES, N_, in_every_language, language

#: the colours of Okabe and Ito, told apart by the colour-blind too, each with the text that reads on it at 4.5 : 1
COLOURS = {
    "vermilion": ("#d55e00", "#000000"),
    "orange": ("#e69f00", "#000000"),
    "yellow": ("#f0e442", "#000000"),
    "sky": ("#56b4e9", "#000000"),
    "blue": ("#0072b2", "#ffffff"),
    "green": ("#009e73", "#000000"),
    "purple": ("#cc79a7", "#000000"),
    "black": ("#3b3b3b", "#ffffff"),
}
COLOUR_NAMES = {
    "vermilion": N_("Vermilion"),
    "orange": N_("Orange"),
    "yellow": N_("Yellow"),
    "sky": N_("Sky blue"),
    "blue": N_("Blue"),
    "green": N_("Bluish green"),
    "purple": N_("Reddish purple"),
    "black": N_("Dark grey"),
}
#: what every company starts with: from which tenth of a per cent on, word, colour
DEFAULTS = (
    (0, N_("Far behind"), "vermilion"),
    (800, N_("Behind"), "orange"),
    (950, N_("Nearly there"), "sky"),
    (1000, N_("Achieved"), "blue"),
    (1100, N_("Exceeded"), "green"),
)
_MOST, _HIGHEST = 10, 10_000


@dataclass(frozen=True)
class Band:
    """One band: it begins at ``start`` (tenths of a per cent) and ends where the next one begins. ``words``:
    language → word."""

    start: int
    words: Mapping[str, str]
    colour: str

    @property
    def name(self) -> str:
        """The word in the language in force; where it is missing, one in another language."""
        return self.words.get(language()) or next(word for word in self.words.values() if word)

    def plain(self) -> dict[str, Any]:
        """As it is stored."""
        return {"from": self.start, "words": dict(self.words), "colour": self.colour}


def defaults() -> tuple[Band, ...]:
    """The bands of a company that has set none."""
    return tuple(Band(start, in_every_language(word), colour) for start, word, colour in DEFAULTS)


def of_plain(content: Sequence[Mapping[str, Any]]) -> tuple[Band, ...]:
    """Bands as they are stored."""
    return tuple(Band(int(one["from"]), one["words"], one["colour"]) for one in content)


def of(value: float | None, bands: Sequence[Band]) -> Band | None:
    """The band that a score or an attainment lies in; None where there is none."""
    place = scoring.band(value, [one.start for one in bands])
    return None if place is None else bands[place]


def checked(bands: Sequence[Band]) -> tuple[Band, ...]:
    """``bands`` with their words tidied. Since each ends where the next begins and the last one never, they are
    contiguous and leave nothing out if they begin at 0 and ascend; raises BadInput unless they do, and for a missing
    or doubled word, an unknown colour, fewer than two or more than ten bands."""
    if not 2 <= len(bands) <= _MOST:
        raise BadInput("bad_bands", N_("There are from 2 to {most} bands."), most=_MOST)
    if bands[0].start != 0:
        raise BadInput("bands_gap", N_("The first band begins at 0, so that every score lies in one."))
    for lower, upper in pairwise(bands):
        if not lower.start < upper.start <= _HIGHEST:
            raise BadInput(
                "bands_order",
                N_("Each band begins above the one before, at 1000% at most: {start}% does not."),
                start=upper.start / 10,
            )
    tidy = [Band(one.start, _words(one.words), one.colour) for one in bands]
    for spoken in LANGUAGES:
        said = [one.words[spoken] for one in tidy if spoken in one.words]
        if len(set(said)) < len(said):
            raise BadInput("bands_alike", N_("Two bands have the same word."))
    if unknown := [one.colour for one in bands if one.colour not in COLOURS]:
        raise BadInput("unknown_colour", N_("There is no colour {colour}."), colour=unknown[0])
    return tuple(tidy)


def _words(given: Mapping[str, str]) -> dict[str, str]:
    words = {spoken: " ".join(str(given.get(spoken) or "").split()) for spoken in LANGUAGES}
    kept = {spoken: word for spoken, word in words.items() if word}
    if not kept or any(len(word) > 40 for word in kept.values()):
        raise BadInput("bad_word", N_("Each band has a word, of at most 40 characters."))
    return kept

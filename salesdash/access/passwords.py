"""Passwords: how they are kept, and which are too easily guessed."""

import re
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from salesdash.errors import BadInput
from salesdash.locale import N_

SHORTEST = 12
LONGEST = 1000  # hashing a longer one would only cost time

#: What the most used passwords of twelve characters and more are made of: one of these with digits or signs around
#: it, one of them twice, or a walk over the keyboard. A list of such passwords would only repeat the pattern.
_WORDS = """password passwort passw pass motdepasse contrasena senha qwerty qwertyuiop azerty azertyuiop asdfghjkl
    zxcvbnm admin administrator administrador root superuser user username guest demo test testing tester sample default
    welcome willkommen bienvenue letmein login master secret changeme changeit temporary access computer internet
    iloveyou loveyou lovely sunshine princess dragon monkey football baseball superman batman pokemon starwars
    shadow michael jennifer jordan hunter killer trustno freedom whatever mustang liverpool chelsea arsenal
    january february march april june july august september october november december spring summer autumn winter
    monday tuesday wednesday thursday friday saturday sunday company business sales salesdash dashboard manager
    woaini wodemima mima aini zhongguo taiwan taipei beijing shanghai hongkong"""
WORDS = frozenset(_WORDS.split())
#: characters in the order in which fingers walk them, and numbers as they are counted
WALKS = (
    "01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop[]\\", "asdfghjkl;'", "zxcvbnm,./",
    "qwertyuiopasdfghjklzxcvbnm", "azertyuiopqsdfghjklmwxcvbn", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujm", "!@#$%^&*()_+",
)  # fmt: skip
LOOKALIKES = str.maketrans("013457@$!", "oieastasi")

_hasher = PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher.hash("of no account: compared with where there is none, so that both take the same work")


def hashed(password: str) -> str:
    """The argon2id hash to store. The password is normalised (NFKC) first, as keyboards differ in what they send."""
    return _hasher.hash(unicodedata.normalize("NFKC", password))


def matches(stored: str | None, password: str) -> bool:
    """True if ``password`` is the one behind ``stored``. Without a stored one the same work is done, for nothing."""
    try:
        same = _hasher.verify(stored or _nobody(), unicodedata.normalize("NFKC", password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return same and stored is not None


def check(password: str, *own_words: str) -> None:
    """Raises BadInput for a password that is too short, too long or among the common ones. ``own_words`` are what
    anybody would try for this person first: login, name, the company's name."""
    plain = unicodedata.normalize("NFKC", password)
    if len(plain) < SHORTEST:
        raise BadInput("password_short", N_("The password needs at least {shortest} characters."), shortest=SHORTEST)
    if len(plain) > LONGEST:
        raise BadInput("password_long", N_("The password may have at most {longest} characters."), longest=LONGEST)
    if _common(plain.casefold(), {_letters(word.casefold()) for word in own_words}):
        raise BadInput(
            "password_common", N_("This password is among the first that anybody would try. Choose another one.")
        )


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text)


def _common(plain: str, own_words: set[str]) -> bool:
    if len(set(plain)) <= 3 or _repeats(plain) or _is_walk(plain):
        return True
    known = WORDS | {word for word in own_words if word}
    return (
        any(_letters(text) in known for text in (plain, plain.strip("0123456789").translate(LOOKALIKES)))
        or plain.translate(LOOKALIKES).strip("0123456789") in known
    )


def _repeats(plain: str) -> bool:
    """One piece over and over, as in abcabcabcabc."""
    return (plain + plain).find(plain, 1) < len(plain)


def _is_walk(plain: str) -> bool:
    """Made of at most three stretches of a walk, forwards or backwards, as in qwerty123456."""
    stretches, at = 0, 0
    while at < len(plain) and stretches <= 3:
        length = 1
        for walk in WALKS:
            for way in (walk, walk[::-1]):
                while plain[at : at + length + 1] in way and at + length < len(plain):
                    length += 1
        at += length
        stretches += 1
    return at >= len(plain) and stretches <= 3

"""What a kind of file is made of: fields, their types, and what a row of it needs."""

from dataclasses import dataclass

#: types of fields → scale of the whole numbers in which they are read; None: not a number
SCALES: dict[str, int | None] = {
    "code": None,  # identifies a member: trimmed, 17850.0 reads 17850
    "text": None,
    "date": None,
    "number": 10_000,
    "fraction": 1_000_000,  # of 1, so 15 % is 150,000
    "rate": 10**12,
}


@dataclass(frozen=True)
class Field:
    """One field of a kind. ``required``: a row without it is rejected. ``key`` is also the column's name in the
    template and what ``--map`` and ``--set`` take."""

    key: str
    type: str
    name: str
    required: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of file. ``either``: of these groups of fields at least one must be filled wholly in every row, else it
    is rejected for the reason ``lacking``; where that is "", a row may leave all of them empty. ``signs``: groups of
    fields of which a header that speaks for this kind names at least one wholly; without them it is all required
    fields."""

    key: str
    name: str
    permission: str
    fields: tuple[Field, ...]
    either: tuple[tuple[str, ...], ...] = ()
    lacking: str = "no_amount"
    signs: tuple[tuple[str, ...], ...] = ()

    @property
    def required(self) -> frozenset[str]:
        """The keys of the required fields."""
        return frozenset(field.key for field in self.fields if field.required)

    @property
    def marks(self) -> frozenset[str]:
        """The fields of which a header names at least one."""
        return frozenset(key for group in self.signs for key in group) or self.required

    def spoken_for(self, named: set[str]) -> bool:
        """Whether a header that names these fields speaks for this kind."""
        return any(named.issuperset(group) for group in self.signs or (self.required,))

    def field(self, key: str) -> Field:
        """The field of that key; KeyError if there is none."""
        for field in self.fields:
            if field.key == key:
                return field
        raise KeyError(key)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all fields, in the order in which files usually have them."""
        return tuple(field.key for field in self.fields)

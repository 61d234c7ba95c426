"""What a page can be filtered by: the members that a person may see, by code and by name in every language."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import kpis
from salesdash.access import scope
from salesdash.access.identity import User
from salesdash.locale import LANGUAGES, in_every_language
from salesdash.models import (
    Category,
    Channel,
    Country,
    Customer,
    ImportBatch,
    OrderLine,
    Person,
    Product,
    ProductLine,
    Region,
    Team,
)
from salesdash.models.master import Member

MODELS: Mapping[str, type[Member]] = {
    "region": Region,
    "channel": Channel,
    "product_line": ProductLine,
    "rep": Person,
    "team": Team,
    "category": Category,
    "product": Product,
    "customer": Customer,
    "country": Country,
}
#: sales of these dates decide which members a person with a narrow scope may see
_ALWAYS = (date(1900, 1, 1), date(2199, 12, 31))


@dataclass(frozen=True)
class Option:
    """One member: its code and its names, language → name."""

    code: str
    names: Mapping[str, str]

    def label(self, language: str) -> str:
        """Its name in a language, or the code where it has none."""
        return self.names.get(language) or self.names.get("en") or self.code


class Members(Mapping[str, Option]):
    """The options of one dimension by code, in the order in which they are offered."""

    def __init__(self, options: Iterable[Option]) -> None:
        self._options = {option.code: option for option in options}
        self._labels = {language: _told_apart(self._options, language) for language in LANGUAGES}
        self._by_name = {name: code for language in LANGUAGES for code, name in self._labels[language].items()}

    def __getitem__(self, code: str) -> Option:
        return self._options[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._options)

    def __len__(self) -> int:
        return len(self._options)

    def labels(self, language: str) -> Mapping[str, str]:
        """Code → what the member is called in a language; members of one name are told apart by their codes."""
        return self._labels[language]

    def resolve(self, values: Iterable[str]) -> tuple[list[str], list[str]]:
        """Codes of the members that ``values`` name (by code, or by label in any language), and the values that name
        none: unknown, or not permitted, which is not told apart on purpose."""
        codes: list[str] = []
        ignored: list[str] = []
        for value in values:
            code = value if value in self._options else self._by_name.get(value)
            if code is None:
                ignored.append(value)
            elif code not in codes:
                codes.append(code)
        return codes, ignored


def options(session: Session, user: User, dimension: str, on: date) -> Members:
    """The members of a dimension of MODELS, by English name: with the scope "all" every one, with any other those that
    sales in the scope carry, and the regions above them. ``on`` is today, for the scope."""
    user.require("kpis.read", "kpis.quantities")
    model = MODELS[dimension]
    seen = scope.of(session, user, on)
    members = {m.id: m for m in session.scalars(select(model).where(model.merged_into_id.is_(None)))}
    wanted = set(members)
    if not (seen.everything and seen.regions is None):
        carried = set(kpis.table(session, user, *_ALWAYS, by=(dimension,), metrics=("receipts",)).rows[dimension])
        wanted = {id_ for id_, member in members.items() if member.code in carried}
        wanted |= _above(members, wanted) if dimension == "region" else set()
    shown = sorted((members[id_] for id_ in wanted), key=lambda m: (m.name.casefold(), m.code))
    return Members(Option(m.code, member_names(m)) for m in shown)


def worded(words: Mapping[str, str]) -> Members:
    """Options of a fixed list: code → its English text, which the catalogues translate."""
    return Members(Option(code, in_every_language(text)) for code, text in words.items())


def _told_apart(options: Mapping[str, Option], language: str) -> dict[str, str]:
    names = {code: option.label(language) for code, option in options.items()}
    counts = Counter(names.values())
    return {code: name if counts[name] == 1 else f"{name} ({code})" for code, name in names.items()}


def member_names(member: Member) -> dict[str, str]:
    """What a member is called: language → name, where it has one."""
    names = {"en": member.name, "zh_Hant": member.name_zh_hant, "zh_Hans": member.name_zh_hans}
    return {language: name for language, name in names.items() if name}


def _above(members: Mapping[int, Any], wanted: set[int]) -> set[int]:
    found: set[int] = set()
    for id_ in wanted:
        parent = members[id_].parent_id
        while parent in members and parent not in found:
            found.add(parent)
            parent = members[parent].parent_id
    return found


def last_order_day(session: Session, today: date) -> date | None:
    """The last day up to ``today`` that has an order line of a published import; None without any."""
    published = select(ImportBatch.id).where(ImportBatch.status == "published")
    return session.scalar(
        select(OrderLine.ordered_on)
        .where(OrderLine.ordered_on <= today, OrderLine.batch_id.in_(published))
        .order_by(OrderLine.ordered_on.desc())
        .limit(1)
    )

"""People who sign in, what they may do, and the trail of what was done."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from salesdash.models.base import Base, Big, Instant, now


class Role(Base):
    """A role with the row scope that its people have unless one is set for the person."""

    __tablename__ = "roles"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    scope: Mapped[str] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class RolePermission(Base):
    """A permission that a role gives."""

    __tablename__ = "role_permissions"

    role: Mapped[str] = mapped_column(ForeignKey("roles.code"), primary_key=True)
    permission: Mapped[str] = mapped_column(String(64), primary_key=True)


class Position(Base):
    """A position of the department: what its holder does. ``role`` tells the permissions that come with it.
    Names and duties that nobody has changed are source texts of the catalogues and show in the reader's language."""

    __tablename__ = "positions"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(ForeignKey("roles.code"))
    duties: Mapped[str] = mapped_column(String(4000), default="")
    place: Mapped[int] = mapped_column(default=0)  # order on the page
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class AuthorityLimit(Base):
    """What a position may decide alone, up to an amount (1/10,000 of the company's currency)."""

    __tablename__ = "authority_limits"
    __table_args__ = (UniqueConstraint("position_id", "subject"),)

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"))
    subject: Mapped[str] = mapped_column(String(200))
    amount: Mapped[int] = mapped_column(Big)


class Account(Base):
    """A person who can sign in. ``login`` is stored in lower case. No password: none can be used until one is set
    through a one-time link or the sign-in of another service."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    login: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(400))
    password_hash: Mapped[str | None] = mapped_column(String(400))
    role: Mapped[str] = mapped_column(ForeignKey("roles.code"))
    scope: Mapped[str | None] = mapped_column(String(32))  # NULL: the role's
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))  # unit, before the one that the person holds
    position_id: Mapped[int | None] = mapped_column(ForeignKey("positions.id"))
    language: Mapped[str | None] = mapped_column(String(16))
    preferences: Mapped[dict] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    disabled_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class AccountRegion(Base):
    """A region (with all below it) to which a person's scope is narrowed."""

    __tablename__ = "account_regions"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("regions.id"), primary_key=True)


class SignIn(Base):
    """A running session. Only the hash of the token that the browser holds is stored."""

    __tablename__ = "sign_ins"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    device: Mapped[str] = mapped_column(String(400), default="")


class OneTimeLink(Base):
    """A link that works once: ``purpose`` is "setup" (makes the first administrator) or "reset" (a new password)."""

    __tablename__ = "one_time_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class SignInFailure(Base):
    """Failed sign-ins of late, per login and per address (``key`` is a hash of either)."""

    __tablename__ = "sign_in_failures"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column()
    last_at: Mapped[datetime] = mapped_column(Instant)
    blocked_until: Mapped[datetime | None] = mapped_column(Instant)


class AuditEntry(Base):
    """Who changed what, when, from what to what. Rows are only ever added."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "entity", "key"),)

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, default=now, index=True)
    account_id: Mapped[int | None] = mapped_column(Big)
    login: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(64))
    entity: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(400))
    before: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))

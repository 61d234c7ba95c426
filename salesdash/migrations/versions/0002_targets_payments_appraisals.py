"""targets, payments, appraisals"""

import sqlalchemy as sa
from alembic import op

from salesdash.models import base


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


#: what roles of companies that exist already get, as new companies do
_PERMISSIONS = {
    "executive": ("appraisals.manage", "periods.close"),
    "sales_manager": ("appraisals.manage",),
    "finance": ("periods.close",),
}


def _give_permissions() -> None:
    """Gives the roles that a company has the permissions of the new pages."""
    connection = op.get_bind()
    roles = set(connection.execute(sa.text("SELECT code FROM roles")).scalars())
    there = {tuple(row) for row in connection.execute(sa.text("SELECT role, permission FROM role_permissions"))}
    rows = [
        {"role": role, "permission": permission}
        for role, permissions in _PERMISSIONS.items()
        for permission in permissions
        if role in roles and (role, permission) not in there
    ]
    if rows:
        op.bulk_insert(sa.table("role_permissions", sa.column("role"), sa.column("permission")), rows)
    if "sales_manager" in roles:
        op.execute(
            "INSERT INTO authority_limits (position_id, subject, amount) SELECT id, 'Change of targets', 1000000000 "
            "FROM positions WHERE code = 'sales_manager' AND id NOT IN "
            "(SELECT position_id FROM authority_limits WHERE subject = 'Change of targets')"
        )


def _take_permissions() -> None:
    op.execute("DELETE FROM role_permissions WHERE permission IN ('appraisals.manage', 'periods.close')")
    op.execute("DELETE FROM authority_limits WHERE subject = 'Change of targets'")


def upgrade() -> None:
    op.create_table(
        "appraisal_rules",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_appraisal_rules")),
    )
    op.create_table(
        "closed_periods",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("period", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("closed_at", base.Instant(timezone=True), nullable=False),
        sa.Column("closed_by", sa.String(length=200), nullable=False),
        sa.Column("bands", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("year", "period", name=op.f("pk_closed_periods")),
    )
    op.create_table(
        "target_cells",
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("sheet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_cells")),
    )
    with op.batch_alter_table("target_cells", schema=None) as batch_op:
        batch_op.create_index(
            "ix_target_cells_in_force",
            ["sheet_id"],
            unique=False,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "target_marks",
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("sheet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_marks")),
    )
    with op.batch_alter_table("target_marks", schema=None) as batch_op:
        batch_op.create_index(
            "ix_target_marks_in_force",
            ["sheet_id"],
            unique=False,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "target_sheets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=32), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("rows", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_sheets")),
        sa.UniqueConstraint("year", "measure", "level", name=op.f("uq_target_sheets_year_measure_level")),
    )
    op.create_table(
        "target_versions",
        sa.Column("sheet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", base.Instant(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("operation", sa.JSON(), nullable=False),
        sa.Column("moved", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_target_versions_batch_id_import_batches")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["target_sheets.id"], name=op.f("fk_target_versions_sheet_id_target_sheets")
        ),
        sa.PrimaryKeyConstraint("sheet_id", "number", name=op.f("pk_target_versions")),
    )
    with op.batch_alter_table("target_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_versions_batch_id"), ["batch_id"], unique=False)

    op.create_table(
        "agreed_actions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", base.Instant(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("done_at", base.Instant(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_agreed_actions_owner_id_people")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_agreed_actions_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreed_actions")),
    )
    with op.batch_alter_table("agreed_actions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreed_actions_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreed_actions_person_id"), ["person_id"], unique=False)

    op.create_table(
        "appraisal_texts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", base.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_appraisal_texts_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal_texts")),
        sa.UniqueConstraint(
            "year", "period", "person_id", "kind", name=op.f("uq_appraisal_texts_year_period_person_id_kind")
        ),
    )
    op.create_table(
        "frozen_scores",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_frozen_scores_person_id_people")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_frozen_scores_team_id_teams")),
        sa.ForeignKeyConstraint(
            ["year", "period"],
            ["closed_periods.year", "closed_periods.period"],
            name=op.f("fk_frozen_scores_year_closed_periods"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_scores")),
        sa.UniqueConstraint(
            "year", "period", "person_id", "team_id", name=op.f("uq_frozen_scores_year_period_person_id_team_id")
        ),
    )
    op.create_table(
        "person_codes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_person_codes_batch_id_import_batches")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_codes_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_codes")),
        sa.UniqueConstraint("code", "person_id", name=op.f("uq_person_codes_code_person_id")),
    )
    with op.batch_alter_table("person_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_codes_person_id"), ["person_id"], unique=False)

    op.create_table(
        "customer_holders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("customer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("set_by", sa.String(length=200), nullable=False),
        sa.Column("at", base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_customer_holders_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_customer_holders_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_holders")),
        sa.UniqueConstraint("customer_id", "valid_from", name=op.f("uq_customer_holders_customer_id_valid_from")),
    )
    op.create_table(
        "frozen_parts",
        sa.Column("score_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("measure", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=False),
        sa.Column("target", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("actual", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("attainment", sa.Float(), nullable=True),
        sa.Column("share", sa.Float(), nullable=True),
        sa.Column("points", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["score_id"], ["frozen_scores.id"], name=op.f("fk_frozen_parts_score_id_frozen_scores")
        ),
        sa.PrimaryKeyConstraint("score_id", "measure", name=op.f("pk_frozen_parts")),
    )
    op.create_table(
        "payments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("content_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("payment_no", sa.String(length=200), nullable=True),
        sa.Column("order_no", sa.String(length=200), nullable=True),
        sa.Column("order_key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("customer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("original_amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batches.id"], name=op.f("fk_payments_batch_id_import_batches")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_payments_customer_id_customers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
    )
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payments_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payments_content_key"), ["content_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_payments_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payments_order_key"), ["order_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_payments_paid_on"), ["paid_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_payments_payment_no"), ["payment_no"], unique=False)

    op.create_table(
        "score_overrides",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("score_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", base.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["score_id"], ["frozen_scores.id"], name=op.f("fk_score_overrides_score_id_frozen_scores")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_overrides")),
        sa.UniqueConstraint("score_id", name=op.f("uq_score_overrides_score_id")),
    )
    op.create_table(
        "target_proposals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sheet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("operation", sa.JSON(), nullable=False),
        sa.Column("moved", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("proposed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", base.Instant(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", base.Instant(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status NOT IN ('approved', 'rejected') OR decided_by IS NULL OR decided_by <> proposed_by",
            name=op.f("ck_target_proposals_decided_by_somebody_else"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_target_proposals_batch_id_import_batches")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts.id"], name=op.f("fk_target_proposals_decided_by_accounts")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["accounts.id"], name=op.f("fk_target_proposals_proposed_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["target_sheets.id"], name=op.f("fk_target_proposals_sheet_id_target_sheets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_proposals")),
    )
    with op.batch_alter_table("target_proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_proposals_sheet_id"), ["sheet_id"], unique=False)
    _give_permissions()


def downgrade() -> None:
    _take_permissions()
    with op.batch_alter_table("target_proposals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_target_proposals_sheet_id"))

    op.drop_table("target_proposals")
    op.drop_table("score_overrides")
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payments_payment_no"))
        batch_op.drop_index(batch_op.f("ix_payments_paid_on"))
        batch_op.drop_index(batch_op.f("ix_payments_order_key"))
        batch_op.drop_index(batch_op.f("ix_payments_customer_id"))
        batch_op.drop_index(batch_op.f("ix_payments_content_key"))
        batch_op.drop_index(batch_op.f("ix_payments_batch_id"))

    op.drop_table("payments")
    op.drop_table("frozen_parts")
    op.drop_table("customer_holders")
    with op.batch_alter_table("person_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_codes_person_id"))

    op.drop_table("person_codes")
    op.drop_table("frozen_scores")
    op.drop_table("appraisal_texts")
    with op.batch_alter_table("agreed_actions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreed_actions_person_id"))
        batch_op.drop_index(batch_op.f("ix_agreed_actions_owner_id"))

    op.drop_table("agreed_actions")
    with op.batch_alter_table("target_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_target_versions_batch_id"))

    op.drop_table("target_versions")
    op.drop_table("target_sheets")
    with op.batch_alter_table("target_marks", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_target_marks_in_force", sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL")
        )

    op.drop_table("target_marks")
    with op.batch_alter_table("target_cells", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_target_cells_in_force", sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL")
        )

    op.drop_table("target_cells")
    op.drop_table("closed_periods")
    op.drop_table("appraisal_rules")

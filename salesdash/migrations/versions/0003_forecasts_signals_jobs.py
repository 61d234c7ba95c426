"""forecasts, signals, jobs"""

import sqlalchemy as sa
from alembic import op

from salesdash.models import base


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


#: what roles of companies that exist already get, as new companies do
_PERMISSIONS = {
    "executive": ("calendar.manage", "forecasts.run", "forecasts.adjust", "signals.manage"),
    "sales_manager": ("calendar.manage", "forecasts.run", "forecasts.adjust", "signals.manage"),
    "analyst": ("calendar.manage", "forecasts.run"),
    "marketing": ("calendar.manage",),
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


def _take_permissions() -> None:
    op.execute(
        "DELETE FROM role_permissions "
        "WHERE permission IN ('calendar.manage', 'forecasts.run', 'forecasts.adjust', 'signals.manage')"
    )


def upgrade() -> None:
    op.create_table(
        "schedules",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("cadence", sa.String(length=16), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("last_at", base.Instant(timezone=True), nullable=True),
        sa.Column("last_token", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
    )
    op.create_table(
        "signal_causes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_causes")),
        sa.UniqueConstraint("name", name=op.f("uq_signal_causes_name")),
    )
    op.create_table(
        "alert_choices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("cadence", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_alert_choices_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_choices")),
        sa.UniqueConstraint(
            "account_id", "channel", "cadence", name=op.f("uq_alert_choices_account_id_channel_cadence")
        ),
    )
    with op.batch_alter_table("alert_choices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_choices_account_id"), ["account_id"], unique=False)

    op.create_table(
        "company_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("product_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("channel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("effect", sa.Double(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_company_events_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_company_events_batch_id_import_batches")
        ),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_company_events_channel_id_channels")),
        sa.ForeignKeyConstraint(
            ["product_line_id"], ["product_lines.id"], name=op.f("fk_company_events_product_line_id_product_lines")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name=op.f("fk_company_events_region_id_regions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_events")),
    )
    with op.batch_alter_table("company_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_company_events_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_company_events_channel_id"), ["channel_id"], unique=False)
        batch_op.create_index("ix_company_events_days", ["first_on", "last_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_company_events_product_line_id"), ["product_line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_company_events_region_id"), ["region_id"], unique=False)

    op.create_table(
        "jobs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_at", base.Instant(timezone=True), nullable=False),
        sa.Column("started_at", base.Instant(timezone=True), nullable=True),
        sa.Column("ended_at", base.Instant(timezone=True), nullable=True),
        sa.Column("beat_at", base.Instant(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=100), nullable=False),
        sa.Column("stage", sa.String(length=64), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_jobs_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jobs_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_jobs_status", ["status"], unique=False)
        batch_op.create_index(
            "ux_jobs_alive",
            ["key"],
            unique=True,
            sqlite_where=sa.text("status IN ('waiting', 'running')"),
            postgresql_where=sa.text("status IN ('waiting', 'running')"),
        )

    op.create_table(
        "series_marks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("measure", sa.String(length=32), nullable=False),
        sa.Column("frequency", sa.String(length=16), nullable=False),
        sa.Column("period_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", base.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_series_marks_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_marks")),
    )
    with op.batch_alter_table("series_marks", schema=None) as batch_op:
        batch_op.create_index("ix_series_marks_of", ["measure", "frequency"], unique=False)

    op.create_table(
        "alert_deliveries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("choice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("at", base.Instant(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("problem", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["choice_id"], ["alert_choices.id"], name=op.f("fk_alert_deliveries_choice_id_alert_choices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_deliveries")),
        sa.UniqueConstraint("choice_id", "about", name=op.f("uq_alert_deliveries_choice_id_about")),
    )
    with op.batch_alter_table("alert_deliveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_deliveries_choice_id"), ["choice_id"], unique=False)

    op.create_table(
        "forecast_runs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("measure", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("frequency", sa.String(length=16), nullable=False),
        sa.Column("horizon", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("made_at", base.Instant(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("data_token", sa.String(length=64), nullable=False),
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_forecast_runs_job_id_jobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast_runs")),
    )
    with op.batch_alter_table("forecast_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forecast_runs_job_id"), ["job_id"], unique=False)
        batch_op.create_index(
            "ix_forecast_runs_latest", ["measure", "by", "frequency", "status", "as_of"], unique=False
        )

    op.create_table(
        "forecast_inputs",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("period_on", sa.Date(), nullable=False),
        sa.Column("actual", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("mark", sa.String(length=16), nullable=True),
        sa.Column("used", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["forecast_runs.id"], name=op.f("fk_forecast_inputs_run_id_forecast_runs")),
        sa.PrimaryKeyConstraint("run_id", "number", "period_on", name=op.f("pk_forecast_inputs")),
    )
    op.create_table(
        "forecast_overrides",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("period_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", base.Instant(timezone=True), nullable=False),
        sa.Column("withdrawn_at", base.Instant(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_forecast_overrides_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["forecast_runs.id"], name=op.f("fk_forecast_overrides_run_id_forecast_runs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast_overrides")),
    )
    with op.batch_alter_table("forecast_overrides", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forecast_overrides_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_forecast_overrides_run_id"), ["run_id"], unique=False)

    op.create_table(
        "forecast_points",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("period_on", sa.Date(), nullable=False),
        sa.Column("mean", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lo80", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hi80", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lo95", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hi95", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["forecast_runs.id"], name=op.f("fk_forecast_points_run_id_forecast_runs")),
        sa.PrimaryKeyConstraint("run_id", "number", "step", name=op.f("pk_forecast_points")),
    )
    op.create_table(
        "forecast_series",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.Column("model", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("mase", sa.Double(), nullable=True),
        sa.Column("wape", sa.Double(), nullable=True),
        sa.Column("smape", sa.Double(), nullable=True),
        sa.Column("bias", sa.Double(), nullable=True),
        sa.Column("coverage80", sa.Double(), nullable=True),
        sa.Column("coverage95", sa.Double(), nullable=True),
        sa.Column("widening", sa.Double(), nullable=True),
        sa.Column("problem", sa.String(length=64), nullable=True),
        sa.Column("details", sa.JSON(), nullable=True),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["forecast_runs.id"], name=op.f("fk_forecast_series_run_id_forecast_runs")),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_forecast_series")),
    )
    op.create_table(
        "scenarios",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assumptions", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", base.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_scenarios_account_id_accounts")),
        sa.ForeignKeyConstraint(["run_id"], ["forecast_runs.id"], name=op.f("fk_scenarios_run_id_forecast_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenarios")),
    )
    with op.batch_alter_table("scenarios", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scenarios_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scenarios_run_id"), ["run_id"], unique=False)

    op.create_table(
        "signals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("measure", sa.String(length=32), nullable=False),
        sa.Column("basis", sa.String(length=16), nullable=False),
        sa.Column("frequency", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("period_on", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("running", sa.Boolean(), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("actual", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expected", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lo80", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("hi80", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lo95", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("hi95", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("contributors", sa.JSON(), nullable=False),
        sa.Column("first_at", base.Instant(timezone=True), nullable=False),
        sa.Column("changed_at", base.Instant(timezone=True), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("cause_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("action", sa.String(length=2000), nullable=False),
        sa.Column("action_due", sa.Date(), nullable=True),
        sa.Column("link", sa.JSON(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["cause_id"], ["signal_causes.id"], name=op.f("fk_signals_cause_id_signal_causes")),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts.id"], name=op.f("fk_signals_owner_id_accounts")),
        sa.ForeignKeyConstraint(["run_id"], ["forecast_runs.id"], name=op.f("fk_signals_run_id_forecast_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signals")),
        sa.UniqueConstraint(
            "measure",
            "basis",
            "frequency",
            "period_on",
            "region_id",
            "product_line_id",
            "channel_id",
            "person_id",
            name="uq_signals_cell",
        ),
    )
    with op.batch_alter_table("signals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signals_cause_id"), ["cause_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signals_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signals_run_id"), ["run_id"], unique=False)
        batch_op.create_index("ix_signals_status", ["status"], unique=False)

    op.create_table(
        "signals_seen",
        sa.Column("signal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_signals_seen_account_id_accounts")),
        sa.ForeignKeyConstraint(["signal_id"], ["signals.id"], name=op.f("fk_signals_seen_signal_id_signals")),
        sa.PrimaryKeyConstraint("signal_id", "account_id", name=op.f("pk_signals_seen")),
    )
    _give_permissions()


def downgrade() -> None:
    _take_permissions()
    op.drop_table("signals_seen")
    with op.batch_alter_table("signals", schema=None) as batch_op:
        batch_op.drop_index("ix_signals_status")
        batch_op.drop_index(batch_op.f("ix_signals_run_id"))
        batch_op.drop_index(batch_op.f("ix_signals_owner_id"))
        batch_op.drop_index(batch_op.f("ix_signals_cause_id"))

    op.drop_table("signals")
    with op.batch_alter_table("scenarios", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scenarios_run_id"))
        batch_op.drop_index(batch_op.f("ix_scenarios_account_id"))

    op.drop_table("scenarios")
    op.drop_table("forecast_series")
    op.drop_table("forecast_points")
    with op.batch_alter_table("forecast_overrides", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forecast_overrides_run_id"))
        batch_op.drop_index(batch_op.f("ix_forecast_overrides_account_id"))

    op.drop_table("forecast_overrides")
    op.drop_table("forecast_inputs")
    with op.batch_alter_table("forecast_runs", schema=None) as batch_op:
        batch_op.drop_index("ix_forecast_runs_latest")
        batch_op.drop_index(batch_op.f("ix_forecast_runs_job_id"))

    op.drop_table("forecast_runs")
    with op.batch_alter_table("alert_deliveries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_deliveries_choice_id"))

    op.drop_table("alert_deliveries")
    with op.batch_alter_table("series_marks", schema=None) as batch_op:
        batch_op.drop_index("ix_series_marks_of")

    op.drop_table("series_marks")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index(
            "ux_jobs_alive",
            sqlite_where=sa.text("status IN ('waiting', 'running')"),
            postgresql_where=sa.text("status IN ('waiting', 'running')"),
        )
        batch_op.drop_index("ix_jobs_status")
        batch_op.drop_index(batch_op.f("ix_jobs_account_id"))

    op.drop_table("jobs")
    with op.batch_alter_table("company_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_company_events_region_id"))
        batch_op.drop_index(batch_op.f("ix_company_events_product_line_id"))
        batch_op.drop_index("ix_company_events_days")
        batch_op.drop_index(batch_op.f("ix_company_events_channel_id"))
        batch_op.drop_index(batch_op.f("ix_company_events_batch_id"))

    op.drop_table("company_events")
    with op.batch_alter_table("alert_choices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_choices_account_id"))

    op.drop_table("alert_choices")
    op.drop_table("signal_causes")
    op.drop_table("schedules")

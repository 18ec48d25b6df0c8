"""The loop has its tables.

Revision 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def audit_entries() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_about_id"), "audit_entries", ["about_id"])


def audit_head() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )


def browser_sessions() -> None:
    op.create_table(
        "browser_sessions",
        sa.Column("id_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idle_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_browser_sessions")),
    )
    op.create_index(op.f("ix_browser_sessions_ends_at"), "browser_sessions", ["ends_at"])
    op.create_index(op.f("ix_browser_sessions_person_id"), "browser_sessions", ["person_id"])


def calendars() -> None:
    op.create_table(
        "calendars",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("holidays_of", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendars")),
    )


def data_keys() -> None:
    op.create_table(
        "data_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "words",
                "contact",
                "safeguarding",
                "staff",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_keys")),
    )


def drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_token_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("form_token_hash", name=op.f("uq_drafts_form_token_hash")),
    )


def job_runs() -> None:
    op.create_table(
        "job_runs",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_runs")),
    )


def setup_keys() -> None:
    op.create_table(
        "setup_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setup_keys")),
    )


def boards() -> None:
    op.create_table(
        "boards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("public_name", sa.String(), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column(
            "profile",
            sa.Enum(
                "small",
                "full",
                name="profile",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sending_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_reference", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["calendars.id"], name=op.f("fk_boards_calendar_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boards")),
    )


def clock_settings() -> None:
    op.create_table(
        "clock_settings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column(
            "clock",
            sa.Enum(
                "first_reading",
                "understood",
                "held_seen",
                "held_decided",
                "acknowledge",
                "answer",
                "answer_theme",
                "remind_1",
                "remind_2",
                "remind_3",
                "close_quietly",
                "reopen_until",
                "needs_member_pause",
                "change_check",
                name="clock",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column(
            "unit",
            sa.Enum(
                "open_days",
                "hours",
                "days",
                name="unit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_clock_settings_never_backwards")),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["calendars.id"], name=op.f("fk_clock_settings_calendar_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_settings")),
        sa.UniqueConstraint(
            "calendar_id",
            "clock",
            "valid_from",
            name=op.f("uq_clock_settings_calendar_id_clock_valid_from"),
        ),
    )


def closures() -> None:
    op.create_table(
        "closures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_closures_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["calendars.id"], name=op.f("fk_closures_calendar_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closures")),
    )
    op.create_index(op.f("ix_closures_calendar_id"), "closures", ["calendar_id"])


def open_hours() -> None:
    op.create_table(
        "open_hours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=False),
        sa.Column("closes_at", sa.Time(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_open_hours_a_day_of_the_week")),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["calendars.id"], name=op.f("fk_open_hours_calendar_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_hours")),
        sa.UniqueConstraint(
            "calendar_id",
            "weekday",
            "opens_at",
            name=op.f("uq_open_hours_calendar_id_weekday_opens_at"),
        ),
    )


def persons() -> None:
    op.create_table(
        "persons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("second_factor", sa.LargeBinary(), nullable=True),
        sa.Column("second_factor_key_id", sa.Uuid(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("recovery_hashes", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("speaks", sa.JSON(), nullable=False),
        sa.Column("is_woman", sa.Boolean(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["second_factor_key_id"], ["data_keys.id"], name=op.f("fk_persons_second_factor_key_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sa.UniqueConstraint("email", name=op.f("uq_persons_email")),
    )


def contributions() -> None:
    op.create_table(
        "contributions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "web",
                "helper",
                "paper",
                "voice_note",
                "email",
                "phone",
                "group",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("speaks", sa.String(), nullable=False),
        sa.Column("reads", sa.String(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column(
            "use",
            sa.Enum(
                "quote", "count", name="use", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("wants_woman", sa.Boolean(), nullable=False),
        sa.Column("not_my_country", sa.Boolean(), nullable=False),
        sa.Column("helped_by_id", sa.Uuid(), nullable=True),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.CheckConstraint("heads >= 1", name=op.f("ck_contributions_somebody_spoke")),
        sa.ForeignKeyConstraint(
            ["board_id"], ["boards.id"], name=op.f("fk_contributions_board_id")
        ),
        sa.ForeignKeyConstraint(
            ["data_key_id"], ["data_keys.id"], name=op.f("fk_contributions_data_key_id")
        ),
        sa.ForeignKeyConstraint(
            ["helped_by_id"], ["persons.id"], name=op.f("fk_contributions_helped_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
        sa.UniqueConstraint("data_key_id", name=op.f("uq_contributions_data_key_id")),
    )
    op.create_index(op.f("ix_contributions_board_id"), "contributions", ["board_id"])


def invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["persons.id"], name=op.f("fk_invitations_invited_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_invitations_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
    )
    op.create_index(op.f("ix_invitations_person_id"), "invitations", ["person_id"])


def opened_languages() -> None:
    op.create_table(
        "opened_languages",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("as_draft", sa.Boolean(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["board_id"], ["boards.id"], name=op.f("fk_opened_languages_board_id")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["persons.id"], name=op.f("fk_opened_languages_opened_by_id")
        ),
        sa.PrimaryKeyConstraint("board_id", "language", name=op.f("pk_opened_languages")),
    )


def teams() -> None:
    op.create_table(
        "teams",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("shown_as", sa.String(), nullable=True),
        sa.Column(
            "standing",
            sa.Enum(
                "agreed",
                "asked_by_letter",
                "outside",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("is_fallback", sa.Boolean(), nullable=False),
        sa.Column("acknowledge_days", sa.Integer(), nullable=True),
        sa.Column("answer_days", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_teams_has_another_parent")),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_teams_board_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["teams.id"], name=op.f("fk_teams_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("board_id", "name", name=op.f("uq_teams_board_id_name")),
    )


def texts() -> None:
    op.create_table(
        "texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "contribution",
                "message",
                "answer",
                "passage",
                "notice",
                "name",
                "help",
                "signpost",
                "away",
                name="textkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_texts_board_id")),
        sa.ForeignKeyConstraint(
            ["data_key_id"], ["data_keys.id"], name=op.f("fk_texts_data_key_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts")),
    )
    op.create_index(op.f("ix_texts_data_key_id"), "texts", ["data_key_id"])


def asks() -> None:
    op.create_table(
        "asks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledge_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_silence", sa.Boolean(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_reason", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "returned_at IS NULL OR return_reason IS NOT NULL",
            name=op.f("ck_asks_returned_says_why"),
        ),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_asks_board_id")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_asks_contribution_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_asks_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asks")),
    )
    op.create_index(op.f("ix_asks_board_id"), "asks", ["board_id"])
    op.create_index(op.f("ix_asks_contribution_id"), "asks", ["contribution_id"])
    op.create_index(op.f("ix_asks_team_id"), "asks", ["team_id"])


def codes() -> None:
    op.create_table(
        "codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=True),
        sa.Column("locator", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("misses_month", sa.String(), nullable=False),
        sa.Column("missed_on", sa.Date(), nullable=True),
        sa.Column("last_opened_on", sa.Date(), nullable=True),
        sa.Column("opened_before_on", sa.Date(), nullable=True),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_codes_board_id")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_codes_contribution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codes")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_codes_contribution_id")),
        sa.UniqueConstraint("locator", name=op.f("uq_codes_locator")),
    )


def concerns() -> None:
    op.create_table(
        "concerns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "flagged",
                "held",
                "passed_on",
                "cleared",
                name="concernstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_allegation", sa.Boolean(), nullable=False),
        sa.Column("flagged_by_member", sa.Boolean(), nullable=False),
        sa.Column("flagged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("see_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decide_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("climbed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_concerns_board_id")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_concerns_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["data_key_id"], ["data_keys.id"], name=op.f("fk_concerns_data_key_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concerns")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_concerns_contribution_id")),
    )
    op.create_index(op.f("ix_concerns_board_id"), "concerns", ["board_id"])


def consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("to", sa.String(), nullable=False),
        sa.Column("spoken", sa.Boolean(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("heard_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_consents_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["heard_by_id"], ["persons.id"], name=op.f("fk_consents_heard_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_contribution_id"), "consents", ["contribution_id"])


def contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("data_key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_contacts_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["data_key_id"], ["data_keys.id"], name=op.f("fk_contacts_data_key_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_contacts_contribution_id")),
    )


def declarations() -> None:
    op.create_table(
        "declarations",
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_declarations_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_declarations_person_id")
        ),
        sa.PrimaryKeyConstraint("contribution_id", "person_id", name=op.f("pk_declarations")),
    )


def grants() -> None:
    op.create_table(
        "grants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "facilitator",
                "translator",
                "policy_lead",
                "safeguarding_lead",
                "outside_person",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("given_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(role = 'policy_lead') = (team_id IS NOT NULL)",
            name=op.f("ck_grants_leads_have_a_team"),
        ),
        sa.CheckConstraint(
            "to_on IS NULL OR to_on >= from_on", name=op.f("ck_grants_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_grants_board_id")),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["persons.id"], name=op.f("fk_grants_given_by_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_grants_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_grants_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
    )
    op.create_index(op.f("ix_grants_person_id"), "grants", ["person_id"])


def help_numbers() -> None:
    op.create_table(
        "help_numbers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("name_id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("is_emergency", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_help_numbers_board_id")),
        sa.ForeignKeyConstraint(["name_id"], ["texts.id"], name=op.f("fk_help_numbers_name_id")),
        sa.ForeignKeyConstraint(["note_id"], ["texts.id"], name=op.f("fk_help_numbers_note_id")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["persons.id"], name=op.f("fk_help_numbers_owner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_numbers")),
    )
    op.create_index(op.f("ix_help_numbers_board_id"), "help_numbers", ["board_id"])


def letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column(
            "delivery",
            sa.Enum(
                "pending",
                "leased",
                "sent",
                "dead",
                "dropped",
                name="delivery",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR team_id IS NOT NULL OR contact_id IS NOT NULL",
            name=op.f("ck_letters_has_a_recipient"),
        ),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_letters_board_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_letters_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_letters_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_letters_dedupe_key")),
    )
    op.create_index("ix_letters_due", "letters", ["delivery", "due_at"])


def messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "speaker",
            sa.Enum(
                "member",
                "facilitator",
                "team",
                name="speaker",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "words",
                "more",
                "question",
                "news",
                "reply",
                "unsatisfied",
                name="messagekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("form_token_hash", sa.String(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_messages_contribution_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_messages_person_id")),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_messages_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint(
            "contribution_id", "position", name=op.f("uq_messages_contribution_id_position")
        ),
        sa.UniqueConstraint("form_token_hash", name=op.f("uq_messages_form_token_hash")),
        sa.UniqueConstraint("text_id", name=op.f("uq_messages_text_id")),
    )


def notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("title_id", sa.Uuid(), nullable=False),
        sa.Column("said_id", sa.Uuid(), nullable=False),
        sa.Column("did_id", sa.Uuid(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "change_made",
                "change_planned",
                "already_in_place",
                "no_change",
                "information_given",
                "passed_on",
                "outside_our_power",
                "no_answer_received",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("promised_for", sa.Date(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "approved",
                "published",
                "stopped",
                "retracted",
                name="publication",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("waits_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state <> 'published' OR published_on IS NOT NULL",
            name=op.f("ck_notices_published_has_a_day"),
        ),
        sa.CheckConstraint(
            "approved_by_id <> proposed_by_id OR waits_until IS NOT NULL",
            name=op.f("ck_notices_two_people_or_two_days"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["persons.id"], name=op.f("fk_notices_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_notices_board_id")),
        sa.ForeignKeyConstraint(["did_id"], ["texts.id"], name=op.f("fk_notices_did_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["persons.id"], name=op.f("fk_notices_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(["said_id"], ["texts.id"], name=op.f("fk_notices_said_id")),
        sa.ForeignKeyConstraint(
            ["stopped_by_id"], ["persons.id"], name=op.f("fk_notices_stopped_by_id")
        ),
        sa.ForeignKeyConstraint(["title_id"], ["texts.id"], name=op.f("fk_notices_title_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_board_id"), "notices", ["board_id"])


def passages() -> None:
    op.create_table(
        "passages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("released_by_id", sa.Uuid(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_passages_board_id")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_passages_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["persons.id"], name=op.f("fk_passages_released_by_id")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_passages_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passages")),
    )
    op.create_index(op.f("ix_passages_board_id"), "passages", ["board_id"])
    op.create_index(op.f("ix_passages_contribution_id"), "passages", ["contribution_id"])


def receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("form_token_hash", sa.String(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("sealed_code", sa.LargeBinary(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_receipts_contribution_id")
        ),
        sa.PrimaryKeyConstraint("form_token_hash", name=op.f("pk_receipts")),
    )


def services() -> None:
    op.create_table(
        "services",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("name_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_services_board_id")),
        sa.ForeignKeyConstraint(["name_id"], ["texts.id"], name=op.f("fk_services_name_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
    )


def signposts() -> None:
    op.create_table(
        "signposts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_signposts_board_id")),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_signposts_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signposts")),
    )
    op.create_index(op.f("ix_signposts_board_id"), "signposts", ["board_id"])


def topics() -> None:
    op.create_table(
        "topics",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("name_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_topics_board_id")),
        sa.ForeignKeyConstraint(["name_id"], ["texts.id"], name=op.f("fk_topics_name_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
    )


def versions() -> None:
    op.create_table(
        "versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "original",
                "gist",
                "human",
                "human_from_machine",
                "machine",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "missing",
                "draft",
                "to_check",
                "checked",
                "out_of_date",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("erased", sa.Boolean(), nullable=False),
        sa.Column("by_starter", sa.Boolean(), nullable=False),
        sa.Column("translator_id", sa.Uuid(), nullable=True),
        sa.Column("checker_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contested_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status <> 'checked' OR method = 'original' OR checker_id IS NOT NULL OR by_starter",
            name=op.f("ck_versions_checked_has_a_checker"),
        ),
        sa.CheckConstraint(
            "status = 'missing' OR body IS NOT NULL OR sealed IS NOT NULL OR erased",
            name=op.f("ck_versions_has_words_unless_missing"),
        ),
        sa.CheckConstraint(
            "body IS NULL OR sealed IS NULL", name=op.f("ck_versions_sealed_or_open")
        ),
        sa.CheckConstraint(
            "checker_id <> translator_id", name=op.f("ck_versions_checked_by_another_person")
        ),
        sa.ForeignKeyConstraint(
            ["checker_id"], ["persons.id"], name=op.f("fk_versions_checker_id")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_versions_text_id")),
        sa.ForeignKeyConstraint(
            ["translator_id"], ["persons.id"], name=op.f("fk_versions_translator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
        sa.UniqueConstraint(
            "text_id", "language", "method", name=op.f("uq_versions_text_id_language_method")
        ),
    )
    op.create_index("ix_versions_open_work", "versions", ["language", "status"])
    op.create_index(op.f("ix_versions_translator_id"), "versions", ["translator_id"])


def answer_links() -> None:
    op.create_table(
        "answer_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ask_id"], ["asks.id"], name=op.f("fk_answer_links_ask_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_links")),
    )
    op.create_index(op.f("ix_answer_links_ask_id"), "answer_links", ["ask_id"])


def answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("ask_id", sa.Uuid(), nullable=True),
        sa.Column("heard_id", sa.Uuid(), nullable=True),
        sa.Column("will_id", sa.Uuid(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "change_made",
                "change_planned",
                "already_in_place",
                "no_change",
                "information_given",
                "passed_on",
                "outside_our_power",
                "no_answer_received",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in_review",
                "sent_back",
                "sent",
                name="answerstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "desk",
                "link",
                "email",
                "facilitator",
                "signpost",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source_note", sa.String(), nullable=True),
        sa.Column("written_by_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_note", sa.String(), nullable=True),
        sa.Column("reviewed_by_id", sa.Uuid(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome <> 'change_made' OR evidence IS NOT NULL",
            name=op.f("ck_answers_a_change_has_evidence"),
        ),
        sa.CheckConstraint(
            "outcome <> 'change_planned' OR by_on IS NOT NULL",
            name=op.f("ck_answers_a_plan_has_a_date"),
        ),
        sa.CheckConstraint(
            "source <> 'email' OR source_note IS NOT NULL",
            name=op.f("ck_answers_email_has_its_source"),
        ),
        sa.CheckConstraint(
            "state <> 'sent' OR sent_at IS NOT NULL", name=op.f("ck_answers_sent_has_a_time")
        ),
        sa.ForeignKeyConstraint(["ask_id"], ["asks.id"], name=op.f("fk_answers_ask_id")),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_answers_board_id")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_answers_contribution_id")
        ),
        sa.ForeignKeyConstraint(["heard_id"], ["texts.id"], name=op.f("fk_answers_heard_id")),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["persons.id"], name=op.f("fk_answers_reviewed_by_id")
        ),
        sa.ForeignKeyConstraint(["will_id"], ["texts.id"], name=op.f("fk_answers_will_id")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["persons.id"], name=op.f("fk_answers_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
    )
    op.create_index(op.f("ix_answers_ask_id"), "answers", ["ask_id"])
    op.create_index(op.f("ix_answers_board_id"), "answers", ["board_id"])
    op.create_index(op.f("ix_answers_contribution_id"), "answers", ["contribution_id"])


def concern_log() -> None:
    op.create_table(
        "concern_log",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concerns.id"], name=op.f("fk_concern_log_concern_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["persons.id"], name=op.f("fk_concern_log_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_log")),
    )
    op.create_index(op.f("ix_concern_log_concern_id"), "concern_log", ["concern_id"])


def feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "quarantined",
                "in_reading",
                "needs_member",
                "routed",
                "returned",
                "acknowledged",
                "in_progress",
                "answer_review",
                "answered",
                "reopened",
                "closed_satisfied",
                "closed_unsatisfied",
                "closed_no_reply",
                "not_in_remit",
                "merged",
                "rejected_spam",
                "deleted_by_member",
                "erased",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("awaits_translation", sa.Boolean(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "question",
                "suggestion",
                "experience",
                "thanks",
                "rumour",
                "safeguarding",
                "allegation",
                "legal_complaint",
                "individual_help",
                "data_right",
                "platform",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("topic_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("understood_by_id", sa.Uuid(), nullable=True),
        sa.Column("understood_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "understood_how",
            sa.Enum(
                "own_reading",
                "gist",
                "translation",
                name="understood",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("reopens", sa.Integer(), nullable=False),
        sa.Column("escalation", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column(
            "resumes",
            sa.Enum(
                "received",
                "quarantined",
                "in_reading",
                "needs_member",
                "routed",
                "returned",
                "acknowledged",
                "in_progress",
                "answer_review",
                "answered",
                "reopened",
                "closed_satisfied",
                "closed_unsatisfied",
                "closed_no_reply",
                "not_in_remit",
                "merged",
                "rejected_spam",
                "deleted_by_member",
                "erased",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("ending_id", sa.Uuid(), nullable=True),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state <> 'merged' OR merged_into_id IS NOT NULL",
            name=op.f("ck_feedback_merged_says_where"),
        ),
        sa.CheckConstraint(
            "(understood_how IS NULL) = (understood_at IS NULL)",
            name=op.f("ck_feedback_understood_says_how"),
        ),
        sa.CheckConstraint(
            "escalation BETWEEN 0 AND 3", name=op.f("ck_feedback_escalation_has_four_levels")
        ),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_feedback_board_id")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_feedback_contribution_id")
        ),
        sa.ForeignKeyConstraint(["ending_id"], ["texts.id"], name=op.f("fk_feedback_ending_id")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["feedback.id"], name=op.f("fk_feedback_merged_into_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["persons.id"], name=op.f("fk_feedback_owner_id")),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_feedback_service_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_feedback_team_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_feedback_topic_id")),
        sa.ForeignKeyConstraint(
            ["understood_by_id"], ["persons.id"], name=op.f("fk_feedback_understood_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("board_id", "reference", name=op.f("uq_feedback_board_id_reference")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_feedback_contribution_id")),
    )
    op.create_index(
        "ix_feedback_inbox", "feedback", ["board_id", "held", "column", "urgency", "id"]
    )
    op.create_index(op.f("ix_feedback_owner_id"), "feedback", ["owner_id"])
    op.create_index(op.f("ix_feedback_team_id"), "feedback", ["team_id"])


def routing_rules() -> None:
    op.create_table(
        "routing_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "to_on IS NULL OR to_on >= from_on", name=op.f("ck_routing_rules_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["board_id"], ["boards.id"], name=op.f("fk_routing_rules_board_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_routing_rules_service_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_routing_rules_team_id")),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topics.id"], name=op.f("fk_routing_rules_topic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_rules")),
    )
    op.create_index(op.f("ix_routing_rules_board_id"), "routing_rules", ["board_id"])


def commitments() -> None:
    op.create_table(
        "commitments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "promised",
                "happened",
                "lapsed",
                name="commitmentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("asked_times", sa.Integer(), nullable=False),
        sa.Column("next_ask_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state <> 'happened' OR evidence IS NOT NULL",
            name=op.f("ck_commitments_happened_has_evidence"),
        ),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_commitments_answer_id")
        ),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_commitments_board_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_commitments_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_commitments_answer_id")),
    )
    op.create_index(op.f("ix_commitments_board_id"), "commitments", ["board_id"])


def did_this_answer() -> None:
    op.create_table(
        "did_this_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column(
            "replied",
            sa.Enum(
                "yes",
                "partly",
                "no",
                name="satisfied",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("ask_again", sa.Boolean(), nullable=True),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_did_this_answer_answer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_did_this_answer")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_did_this_answer_answer_id")),
    )


def dues() -> None:
    op.create_table(
        "dues",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("feedback_id", sa.Uuid(), nullable=False),
        sa.Column(
            "owed",
            sa.Enum(
                "first_reading",
                "understood",
                "acknowledge",
                "answer",
                "news",
                name="owed",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("very_late_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("climbed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"], name=op.f("fk_dues_feedback_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dues")),
        sa.UniqueConstraint(
            "feedback_id", "owed", "round", name=op.f("uq_dues_feedback_id_owed_round")
        ),
    )


def feedback_events() -> None:
    op.create_table(
        "feedback_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("feedback_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "received",
                "quarantined",
                "in_reading",
                "needs_member",
                "routed",
                "returned",
                "acknowledged",
                "in_progress",
                "answer_review",
                "answered",
                "reopened",
                "closed_satisfied",
                "closed_unsatisfied",
                "closed_no_reply",
                "not_in_remit",
                "merged",
                "rejected_spam",
                "deleted_by_member",
                "erased",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "received",
                "quarantined",
                "in_reading",
                "needs_member",
                "routed",
                "returned",
                "acknowledged",
                "in_progress",
                "answer_review",
                "answered",
                "reopened",
                "closed_satisfied",
                "closed_unsatisfied",
                "closed_no_reply",
                "not_in_remit",
                "merged",
                "rejected_spam",
                "deleted_by_member",
                "erased",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_events_feedback_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_feedback_events_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_events")),
        sa.UniqueConstraint(
            "feedback_id", "number", name=op.f("uq_feedback_events_feedback_id_number")
        ),
    )


# A table stands after those it points to.
TABLES = (
    audit_entries,
    audit_head,
    browser_sessions,
    calendars,
    data_keys,
    drafts,
    job_runs,
    setup_keys,
    boards,
    clock_settings,
    closures,
    open_hours,
    persons,
    contributions,
    invitations,
    opened_languages,
    teams,
    texts,
    asks,
    codes,
    concerns,
    consents,
    contacts,
    declarations,
    grants,
    help_numbers,
    letters,
    messages,
    notices,
    passages,
    receipts,
    services,
    signposts,
    topics,
    versions,
    answer_links,
    answers,
    concern_log,
    feedback,
    routing_rules,
    commitments,
    did_this_answer,
    dues,
    feedback_events,
)


def upgrade() -> None:
    for make in TABLES:
        make()


def downgrade() -> None:
    for make in reversed(TABLES):
        op.drop_table(make.__name__)

"""People who left, what is kept of deliveries that named them, and a trail from which names can be taken

Revision: 20261128_erasure, after 20261206_rewards, 2026-11-27 11:30:00
"""

import secrets
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from domain.store.audit import GENESIS, digest_of, seal

revision = "20261128_erasure"
down_revision = "20261206_rewards"
branch_labels = None
depends_on = None

REFUSE = """
    create or replace function refuse_change() returns trigger language plpgsql as $$
    begin
        {unless}raise exception '% on % refused: its lines are never changed', lower(tg_op), tg_table_name
            using errcode = 'integrity_constraint_violation';
    end $$
"""
#: The one transaction that takes names out says so.
UNLESS = """
        if tg_op = 'UPDATE' and current_setting('questboard.erasing', true) = 'on' then
            return new;
        end if;
        """


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        "erasure",
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("due_at >= asked_at", name="erasure_after_it_was_asked_for"),
        sa.PrimaryKeyConstraint("player_id"),
    )
    op.create_index("erasure_waiting", "erasure", ["due_at"], postgresql_where=sa.text("done_at is null"))
    op.create_table(
        "gone_account",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.add_column("identity", sa.Column("since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("delivery", sa.Column("redacted", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(REFUSE.format(unless=UNLESS))
    op.add_column("audit", sa.Column("salt", sa.LargeBinary(), nullable=True))
    op.add_column("audit", sa.Column("digest", sa.LargeBinary(), nullable=True))
    _seal_anew()
    op.alter_column("audit", "salt", nullable=False)
    op.alter_column("audit", "digest", nullable=False)


def _seal_anew() -> None:
    db, previous = op.get_bind(), GENESIS
    db.execute(sa.text("set local questboard.erasing = 'on'"))
    rows = db.execute(sa.text("select id, at, actor_id, action, subject, details from audit order by id")).fetchall()
    for line, at, actor_id, action, subject, details in rows:
        salt = secrets.token_bytes(16)
        digest = digest_of(salt, details)
        sealed = seal(previous, at, UUID(str(actor_id)) if actor_id else None, action, subject, digest)
        db.execute(
            sa.text(
                "update audit set salt = :salt, digest = :digest, previous = :previous, hash = :hash where id = :id"
            ),
            {"salt": salt, "digest": digest, "previous": previous, "hash": sealed, "id": line},
        )
        previous = sealed
    db.execute(sa.text("set local questboard.erasing = 'off'"))


def downgrade() -> None:
    op.drop_column("audit", "digest")
    op.drop_column("audit", "salt")
    op.execute(REFUSE.format(unless=""))
    op.drop_column("delivery", "redacted")
    op.drop_column("identity", "since")
    op.drop_table("gone_account")
    op.drop_table("erasure")

-- AlterTable
ALTER TABLE "contact" ADD COLUMN     "merged_into_id" UUID;

-- CreateTable
CREATE TABLE "baileys_session" (
    "id" TEXT NOT NULL,
    "salt" UUID NOT NULL DEFAULT gen_random_uuid(),
    "state" TEXT NOT NULL DEFAULT 'unpaired',
    "stopped_because" TEXT,
    "phone" TEXT,
    "lid" TEXT,
    "qr" BYTEA,
    "pairing_code" BYTEA,
    "request" TEXT,
    "request_phone" TEXT,
    "restricted_because" TEXT,
    "restricted_until" TIMESTAMPTZ(3),
    "owner" UUID,
    "fence" BIGINT NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "received_until" TIMESTAMPTZ(3),
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "baileys_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "baileys_key" (
    "session_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "baileys_key_pkey" PRIMARY KEY ("session_id","type","key_id")
);

-- CreateTable
CREATE TABLE "baileys_chat" (
    "session_id" TEXT NOT NULL,
    "jid" TEXT NOT NULL,
    "phone" TEXT,
    "lid" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "baileys_chat_pkey" PRIMARY KEY ("session_id","jid")
);

-- CreateTable
CREATE TABLE "baileys_message" (
    "session_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "baileys_message_pkey" PRIMARY KEY ("session_id","id")
);

-- CreateTable
CREATE TABLE "baileys_letter" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "session_id" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "error_code" TEXT,
    "because" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "baileys_letter_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "baileys_chat_session_id_phone_idx" ON "baileys_chat"("session_id", "phone");

-- CreateIndex
CREATE INDEX "baileys_chat_session_id_lid_idx" ON "baileys_chat"("session_id", "lid");

-- CreateIndex
CREATE INDEX "baileys_message_created_at_idx" ON "baileys_message"("created_at");

-- CreateIndex
CREATE INDEX "baileys_letter_session_id_seq_idx" ON "baileys_letter"("session_id", "seq");

-- CreateIndex
CREATE INDEX "baileys_letter_asked_at_idx" ON "baileys_letter"("asked_at");

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_merged_into_id_fkey" FOREIGN KEY ("merged_into_id") REFERENCES "contact"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "baileys_key" ADD CONSTRAINT "baileys_key_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "baileys_session"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "baileys_chat" ADD CONSTRAINT "baileys_chat_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "baileys_session"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "baileys_message" ADD CONSTRAINT "baileys_message_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "baileys_session"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "baileys_letter" ADD CONSTRAINT "baileys_letter_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "baileys_session"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What must never be stored.
ALTER TABLE "contact" ADD CHECK ("merged_into_id" IS NULL OR ("merged_into_id" <> "id" AND "account_id" IS NULL));
ALTER TABLE "baileys_session" ADD CHECK ("id" ~ '^[a-z0-9-]{1,32}$'),
  ADD CHECK ("state" IN ('unpaired', 'pairing', 'connecting', 'connected', 'stopped')),
  ADD CHECK ("state" <> 'stopped' OR "stopped_because" IS NOT NULL),
  ADD CHECK ("stopped_because" IN ('logged_out', 'replaced', 'banned', 'version', 'session')),
  ADD CHECK ("state" = 'pairing' OR ("qr" IS NULL AND "pairing_code" IS NULL)),
  ADD CHECK ("request" IN ('pair', 'pair_by_code', 'connect', 'log_out', 'resume')),
  ADD CHECK (("request" IS NOT DISTINCT FROM 'pair_by_code') = ("request_phone" IS NOT NULL)),
  ADD CHECK ("restricted_until" IS NULL OR "restricted_because" IS NOT NULL),
  ADD CHECK (("owner" IS NULL) = ("lease_until" IS NULL));
ALTER TABLE "baileys_key" ADD CHECK ("type" IN ('creds', 'pre-key', 'session', 'sender-key', 'sender-key-memory',
  'app-state-sync-key', 'app-state-sync-version', 'lid-mapping', 'device-list', 'tctoken', 'identity-key'));
ALTER TABLE "baileys_letter" ADD CHECK ("state" IN ('waiting', 'writing', 'sent', 'unanswered', 'refused', 'later')),
  ADD CHECK ("state" NOT IN ('refused', 'later') OR "error_code" IS NOT NULL),
  ADD CHECK (("state" = 'refused') = ("because" IS NOT NULL));
-- The queue: only what is left to write is in it.
CREATE INDEX "baileys_letter_waiting" ON "baileys_letter" ("session_id", "seq") WHERE "state" IN ('waiting', 'writing');

-- Writes keys as the owner with this fence: another one has come since, and nothing of the old one's is written any more.
-- The share lock makes who takes the lease over wait for a write that has begun.
CREATE FUNCTION write_baileys_keys(the_session text, the_fence bigint, written jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM baileys_session WHERE id = the_session AND fence = the_fence FOR SHARE;
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM baileys_key k USING jsonb_to_recordset(written) AS w(type text, "keyId" text, sealed text)
    WHERE k.session_id = the_session AND k.type = w.type AND k.key_id = w."keyId" AND w.sealed IS NULL;
  INSERT INTO baileys_key (session_id, type, key_id, sealed)
    SELECT the_session, w.type, w."keyId", decode(w.sealed, 'base64')
    FROM jsonb_to_recordset(written) AS w(type text, "keyId" text, sealed text) WHERE w.sealed IS NOT NULL
    ORDER BY w.type, w."keyId"
    ON CONFLICT (session_id, type, key_id) DO UPDATE SET sealed = excluded.sealed;
  RETURN true;
END $$;

-- These identities are one person. What one of them alone had is given to the contact that stays: the one with an
-- account, else the older one. Two accounts are never made one: that is for people to decide.
-- Gives 'unknown' (nobody has them), 'one' (they are one now) or 'two_accounts'.
CREATE FUNCTION join_identities(the_channel "ChannelKind", identities jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  same uuid[];
  kept uuid;
  gone uuid;
  accounts int;
BEGIN
  -- In one order, so that two processes that learn it at once do not wait for each other.
  SELECT array_agg(c.id ORDER BY c.account_id IS NULL, c.created_at, c.id), count(DISTINCT c.account_id)
    INTO same, accounts
    FROM (SELECT k.* FROM contact k WHERE k.id IN (
        SELECT i.contact_id FROM jsonb_to_recordset(identities) AS given(kind "IdentityKind", value text)
        JOIN identity i ON i.channel = the_channel AND i.kind = given.kind AND i.value = given.value)
      ORDER BY k.id FOR UPDATE) c;
  IF same IS NULL THEN RETURN 'unknown'; END IF;
  IF accounts > 1 THEN RETURN 'two_accounts'; END IF;
  kept := same[1];
  FOREACH gone IN ARRAY same[2:] LOOP
    -- Conversations first: a turn that is being played in either cannot commit any more, and is read again.
    IF EXISTS (SELECT FROM conversation WHERE contact_id = kept) THEN
      UPDATE conversation SET revision = revision + 1 WHERE contact_id = kept;
      DELETE FROM conversation WHERE contact_id = gone;
      -- Its timers belong to a dialogue that is no more.
      UPDATE mailbox_item SET handled_at = due_at WHERE contact_id = gone AND handled_at IS NULL AND kind = 'timer';
    ELSE
      UPDATE conversation SET contact_id = kept, revision = revision + 1 WHERE contact_id = gone;
    END IF;
    UPDATE identity SET contact_id = kept WHERE contact_id = gone;
    UPDATE mailbox_item SET contact_id = kept WHERE contact_id = gone;
    UPDATE outbox_message SET contact_id = kept WHERE contact_id = gone;
    DELETE FROM "order" WHERE contact_id = gone AND status = 'draft'
      AND EXISTS (SELECT FROM "order" d WHERE d.contact_id = kept AND d.status = 'draft');
    UPDATE "order" SET contact_id = kept WHERE contact_id = gone;
    UPDATE offer SET contact_id = kept WHERE contact_id = gone;
    UPDATE offer_request SET contact_id = kept WHERE contact_id = gone;
    UPDATE contact k SET account_id = coalesce(k.account_id, g.account_id), display_name = coalesce(k.display_name, g.display_name),
        -- Who said STOP under one name has said it.
        opted_out_at = coalesce(k.opted_out_at, g.opted_out_at), last_inbound_at = greatest(k.last_inbound_at, g.last_inbound_at),
        unreachable_at = NULL
      FROM contact g WHERE k.id = kept AND g.id = gone;
    UPDATE contact SET account_id = NULL, merged_into_id = kept WHERE id = gone;
  END LOOP;
  INSERT INTO identity (contact_id, channel, kind, value)
    SELECT kept, the_channel, given.kind, given.value
    FROM jsonb_to_recordset(identities) AS given(kind "IdentityKind", value text)
    ON CONFLICT DO NOTHING;
  RETURN 'one';
END $$;

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

-- CreateEnum
CREATE TYPE "SenderQuality" AS ENUM ('green', 'yellow', 'red', 'unknown');

-- CreateEnum
CREATE TYPE "SenderStop" AS ENUM ('offline', 'logged_out', 'token', 'restricted', 'banned', 'replaced');

-- CreateEnum
CREATE TYPE "SenderEventKind" AS ENUM ('working', 'stopped', 'quality', 'limit', 'throttled', 'violation', 'blocked_by_contact', 'stopped_by_staff', 'started_by_staff');

-- CreateTable
CREATE TABLE "sender" (
    "adapter" TEXT NOT NULL,
    "medium" "ChannelKind" NOT NULL,
    "sender" TEXT NOT NULL,
    "first_noticed_at" TIMESTAMPTZ(3) NOT NULL,
    "first_used_at" TIMESTAMPTZ(3),
    "quality" "SenderQuality" NOT NULL DEFAULT 'unknown',
    "quality_at" TIMESTAMPTZ(3),
    "people_per_day" INTEGER,
    "limit_at" TIMESTAMPTZ(3),
    "stopped_why" "SenderStop",
    "stopped_detail" TEXT,
    "stopped_at" TIMESTAMPTZ(3),
    "stopped_until" TIMESTAMPTZ(3),
    "availability_at" TIMESTAMPTZ(3),
    "rate_share" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "throttled_at" TIMESTAMPTZ(3),
    "throttle_code" TEXT,
    "paused_until" TIMESTAMPTZ(3),
    "last_ok_at" TIMESTAMPTZ(3),
    "last_signal_at" TIMESTAMPTZ(3),
    "staff_stopped_at" TIMESTAMPTZ(3),
    "staff_stopped_by" TEXT,
    "staff_reason" TEXT,

    CONSTRAINT "sender_pkey" PRIMARY KEY ("adapter","medium","sender")
);

-- CreateTable
CREATE TABLE "sender_event" (
    "id" BIGSERIAL NOT NULL,
    "adapter" TEXT NOT NULL,
    "medium" "ChannelKind" NOT NULL,
    "sender" TEXT NOT NULL,
    "kind" "SenderEventKind" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "detail" JSONB NOT NULL,
    "by" TEXT NOT NULL,

    CONSTRAINT "sender_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sender_reach" (
    "adapter" TEXT NOT NULL,
    "medium" "ChannelKind" NOT NULL,
    "sender" TEXT NOT NULL,
    "contact_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sender_reach_pkey" PRIMARY KEY ("adapter","medium","sender","contact_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "sender_event_adapter_medium_sender_kind_at_key" ON "sender_event"("adapter", "medium", "sender", "kind", "at");

-- CreateIndex
CREATE INDEX "sender_reach_at_idx" ON "sender_reach"("at");

-- AddForeignKey
ALTER TABLE "sender_event" ADD CONSTRAINT "sender_event_adapter_medium_sender_fkey" FOREIGN KEY ("adapter", "medium", "sender") REFERENCES "sender"("adapter", "medium", "sender") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sender_reach" ADD CONSTRAINT "sender_reach_adapter_medium_sender_fkey" FOREIGN KEY ("adapter", "medium", "sender") REFERENCES "sender"("adapter", "medium", "sender") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sender_reach" ADD CONSTRAINT "sender_reach_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What must never be stored.
ALTER TABLE "sender" ADD CHECK ("sender" <> '' AND length("sender") <= 120);
ALTER TABLE "sender" ADD CHECK ("people_per_day" >= 0 AND ("people_per_day" IS NULL OR "limit_at" IS NOT NULL));
ALTER TABLE "sender" ADD CHECK (("stopped_why" IS NULL) = ("stopped_at" IS NULL) AND ("stopped_why" IS NOT NULL OR "stopped_until" IS NULL));
ALTER TABLE "sender" ADD CHECK ("rate_share" > 0 AND "rate_share" <= 1);
ALTER TABLE "sender" ADD CHECK ("throttled_at" IS NOT NULL OR ("rate_share" = 1 AND "paused_until" IS NULL));
ALTER TABLE "sender" ADD CHECK (("staff_stopped_at" IS NULL) = ("staff_stopped_by" IS NULL)
  AND ("staff_stopped_at" IS NULL) = ("staff_reason" IS NULL));

CREATE TRIGGER "written_once" BEFORE UPDATE OR DELETE ON "sender_event" FOR EACH ROW EXECUTE FUNCTION written_once();

-- Figures of the last hours are read by time; messages are written in its order, so that this costs next to nothing.
CREATE INDEX "outbox_recent" ON "outbox_message" USING brin ("created_at") WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX "mailbox_recent" ON "mailbox_item" USING brin ("created_at") WITH (pages_per_range = 16, autosummarize = on);

-- Whom a sender wrote to first, counted by the statement that records the send: no round trip more. Answers within 24
-- hours of the person's last message do not count (providers.md 2.4). A channel with one sender need not name it on its
-- messages; where there are several and none is named, the whole account counts.
CREATE FUNCTION count_reach() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  the_medium "ChannelKind";
  the_sender text;
BEGIN
  SELECT c.channel INTO the_medium FROM contact c
    WHERE c.id = NEW.contact_id AND (c.last_inbound_at IS NULL OR c.last_inbound_at < NEW.sent_at - interval '24 hours');
  IF NOT FOUND OR NEW.adapter IS NULL THEN RETURN NULL; END IF;
  the_sender := coalesce(to_jsonb(NEW) ->> 'sender', (SELECT CASE WHEN count(*) = 1 THEN min(s.sender) END FROM sender s
    WHERE s.adapter = NEW.adapter AND s.medium = the_medium AND s.sender <> '*'), '*');
  -- Looked at before it is written: a conflict would lock the one row of the sender for every message.
  IF NOT EXISTS (SELECT FROM sender s WHERE s.adapter = NEW.adapter AND s.medium = the_medium AND s.sender = the_sender
      AND s.first_used_at IS NOT NULL) THEN
    INSERT INTO sender (adapter, medium, sender, first_noticed_at, first_used_at)
      VALUES (NEW.adapter, the_medium, the_sender, NEW.sent_at, NEW.sent_at)
      ON CONFLICT (adapter, medium, sender) DO UPDATE SET first_used_at = coalesce(sender.first_used_at, NEW.sent_at);
  END IF;
  INSERT INTO sender_reach (adapter, medium, sender, contact_id, at)
    VALUES (NEW.adapter, the_medium, the_sender, NEW.contact_id, NEW.sent_at)
    ON CONFLICT (adapter, medium, sender, contact_id) DO UPDATE SET at = NEW.sent_at
      WHERE sender_reach.at <= NEW.sent_at - interval '24 hours';
  RETURN NULL;
END $$;
CREATE TRIGGER "count_reach" AFTER UPDATE OF "sent_at" ON "outbox_message" FOR EACH ROW
  WHEN (OLD.sent_at IS NULL AND NEW.sent_at IS NOT NULL) EXECUTE FUNCTION count_reach();

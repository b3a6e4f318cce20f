-- What messages cost: tariffs, the price of each message and the order it is about.

-- CreateTable
CREATE TABLE "tariff" (
    "id" BIGSERIAL NOT NULL,
    "adapter" TEXT NOT NULL,
    "medium" "ChannelKind" NOT NULL,
    "operator" TEXT,
    "unit" TEXT NOT NULL,
    "category" TEXT,
    "price" DECIMAL(12,5),
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tariff_pkey" PRIMARY KEY ("id")
);

-- AlterTable
ALTER TABLE "outbox_message" ADD COLUMN "order_id" UUID, ADD COLUMN "price_source" TEXT;

-- CreateIndex
CREATE INDEX "outbox_message_order_id_idx" ON "outbox_message"("order_id");

-- CreateIndex
CREATE INDEX "outbox_message_sent_at_idx" ON "outbox_message" USING BRIN ("sent_at");

-- AddForeignKey
ALTER TABLE "outbox_message" ADD CONSTRAINT "outbox_message_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- An SMS is charged by the segment and by whose number it goes to; WhatsApp by the message, or by the template and its
-- category. What was charged is not changed afterwards: a tariff holds from when it is set, or later.
ALTER TABLE "tariff" ADD CHECK ("price" >= 0), ADD CHECK ("valid_from" >= "set_at"), ADD CHECK ("adapter" <> ''),
  ADD CHECK (CASE "medium" WHEN 'sms' THEN "unit" = 'segment' ELSE "unit" IN ('message', 'template') AND "operator" IS NULL END),
  ADD CHECK ("operator" IN ('orange', 'mtn', 'moov', 'other')),
  ADD CHECK ("category" IS NULL OR ("unit" = 'template' AND "category" IN ('marketing', 'utility', 'authentication')));
CREATE TRIGGER "written_once" BEFORE UPDATE OR DELETE ON "tariff" FOR EACH ROW EXECUTE FUNCTION written_once();

-- Until now only providers gave prices.
UPDATE "outbox_message" SET "price_source" = 'reported' WHERE "price" IS NOT NULL;
ALTER TABLE "outbox_message" ADD CHECK ("price_source" IN ('reported', 'tariff')),
  ADD CHECK (("price" IS NULL) = ("price_source" IS NULL));

-- As before, and: the order that it is about.
CREATE FUNCTION say_by_sms(the_message bigint, the_adapter text, the_content jsonb, why text, at timestamptz)
  RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  m outbox_message;
  to_contact uuid;
BEGIN
  SELECT * INTO m FROM outbox_message WHERE id = the_message FOR UPDATE;
  UPDATE outbox_message SET fall_back_at = NULL WHERE id = the_message AND fall_back_at IS NOT NULL;
  IF m.status IN ('delivered', 'read', 'cancelled') OR EXISTS (SELECT FROM outbox_message WHERE fallback_of = the_message) THEN
    RETURN NULL;
  END IF;
  to_contact := sms_contact_of(m.contact_id, the_adapter, at);
  IF to_contact IS NULL THEN RETURN NULL; END IF;
  INSERT INTO outbox_message (contact_id, content, copy, urgent, author, status, fallback_of, fallback_why, due_at, created_at, order_id)
    VALUES (to_contact, the_content, m.copy, m.urgent, m.author,
      CASE WHEN m.author = 'bot' AND EXISTS (SELECT FROM conversation WHERE contact_id = to_contact AND owner = 'staff')
        THEN 'held' ELSE 'queued' END::"OutboxStatus", the_message, why, at, at, m.order_id);
  -- What its provider has not answered for is asked about no more: others wait behind it.
  UPDATE outbox_message SET status = 'cancelled', error_code = why
    WHERE id = the_message AND status IN ('queued', 'sending', 'waiting', 'unknown');
  -- Who cannot be had there hears the next news by SMS at once, unless they or staff said otherwise.
  IF why = 'unreachable' THEN
    UPDATE account a SET preferred_channel = 'sms', preferred_by = 'failure', preferred_at = at, leaning = 0
      FROM contact c WHERE c.id = to_contact AND a.id = c.account_id AND a.preferred_by IN ('learned', 'failure');
  END IF;
  IF m.author = 'bot' THEN PERFORM take_dialogue_along(m.contact_id, to_contact, at); END IF;
  RETURN to_contact;
END $$;

-- As before, and: the order that each message is about.
CREATE OR REPLACE FUNCTION commit_turn(turn jsonb, at timestamptz) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  the_contact uuid := (turn ->> 'contactId')::uuid;
  said jsonb := '[]';
  waiting boolean;
  news_waited boolean := false;
BEGIN
  IF (turn ->> 'revision')::int = 0 THEN
    INSERT INTO conversation (contact_id, machine, machine_version, snapshot, revision, updated_at, hand_over_requested_at, hand_over_reason)
      VALUES (the_contact, turn ->> 'machine', (turn ->> 'machineVersion')::int, turn -> 'snapshot', 1, at,
        CASE WHEN turn ->> 'handOver' IS NOT NULL THEN at END, turn ->> 'handOver')
      ON CONFLICT (contact_id) DO NOTHING;
  ELSE
    UPDATE conversation SET machine = turn ->> 'machine', machine_version = (turn ->> 'machineVersion')::int,
        snapshot = turn -> 'snapshot', revision = revision + 1, updated_at = at,
        owner = CASE WHEN (turn ->> 'release')::boolean THEN 'bot' ELSE owner END,
        held_by = CASE WHEN (turn ->> 'release')::boolean THEN NULL ELSE held_by END,
        held_until = CASE WHEN (turn ->> 'release')::boolean THEN NULL ELSE held_until END,
        hand_over_requested_at = CASE WHEN turn ->> 'handOver' IS NOT NULL THEN coalesce(hand_over_requested_at, at)
          ELSE hand_over_requested_at END,
        hand_over_reason = coalesce(turn ->> 'handOver', hand_over_reason)
      WHERE contact_id = the_contact AND revision = (turn ->> 'revision')::int;
  END IF;
  IF NOT FOUND THEN RETURN NULL; END IF;
  -- Ids as an array, here and elsewhere: a join with a list of unknown length is planned as a scan of the whole index.
  UPDATE mailbox_item SET handled_at = at, reading = turn -> 'readings' -> id::text
    WHERE id = ANY (ARRAY(SELECT jsonb_array_elements_text(turn -> 'items')::bigint));
  IF turn ->> 'inboundAdapter' IS NOT NULL THEN
    UPDATE contact SET last_inbound_at = at, adapter = turn ->> 'inboundAdapter', unreachable_at = NULL,
        news_waiting_at = NULL, language = coalesce(turn ->> 'language', language)
      WHERE id = the_contact
      RETURNING old.news_waiting_at IS NOT NULL INTO news_waited;
    -- They answered: the window is open, and what waited for it goes first, unless it is no news any more.
    IF news_waited THEN
      UPDATE outbox_message SET due_at = at,
          status = CASE WHEN created_at > at - interval '24 hours' THEN 'queued' ELSE 'cancelled' END::"OutboxStatus"
        WHERE contact_id = the_contact AND status = 'waiting';
    END IF;
    IF jsonb_typeof(turn -> 'preference') = 'object' THEN
      UPDATE account a SET leaning = p.leaning, preferred_channel = p.channel, preferred_by = p.by,
          preferred_at = CASE WHEN a.preferred_channel = p.channel THEN a.preferred_at ELSE at END
        FROM jsonb_to_record(turn -> 'preference') AS p(leaning int, channel "ChannelKind", by text), contact c
        -- what they or staff have said meanwhile is worth more than what was seen
        WHERE c.id = the_contact AND a.id = c.account_id AND a.preferred_by IN ('learned', 'failure');
    END IF;
  END IF;
  IF jsonb_array_length(turn -> 'say') > 0 THEN
    -- Claimed at once by the process that commits, unless something older still waits for this contact.
    waiting := EXISTS (SELECT FROM outbox_message
      WHERE contact_id = the_contact AND status IN ('queued', 'sending', 'unknown'));
    WITH written AS (
      INSERT INTO outbox_message (contact_id, content, copy, urgent, due_at, created_at, status, attempts, claimed_at, order_id)
      SELECT the_contact, message.content, message.copy, message.urgent, coalesce(message."dueAt", at), at,
        message.status, CASE WHEN message.status = 'sending' THEN 1 ELSE 0 END,
        CASE WHEN message.status = 'sending' THEN at END,
        -- a cart may be gone by the end of the turn that speaks of it
        (SELECT o.id FROM "order" o WHERE o.id = message."orderId")
      FROM (
        SELECT m.content, m.copy, m.urgent, m."dueAt", m."orderId", row_number() OVER () AS place,
          CASE WHEN (turn ->> 'held')::boolean THEN 'held'
            WHEN waiting OR m."dueAt" > at THEN 'queued' ELSE 'sending' END::"OutboxStatus" AS status
        FROM jsonb_to_recordset(turn -> 'say') AS m(content jsonb, copy text, urgent boolean, "dueAt" timestamptz,
          "orderId" uuid)
      ) message ORDER BY message.place
      RETURNING id, status
    ) SELECT jsonb_agg(jsonb_build_object('id', id, 'status', status) ORDER BY id) INTO said FROM written;
  END IF;
  IF jsonb_array_length(turn -> 'mail') > 0 THEN PERFORM put_in_mailboxes(turn -> 'mail', at); END IF;
  IF jsonb_array_length(turn -> 'cancelTimers') > 0 THEN
    UPDATE mailbox_item SET handled_at = at
      WHERE contact_id = the_contact AND handled_at IS NULL
        AND timer_key IN (SELECT jsonb_array_elements_text(turn -> 'cancelTimers'));
  END IF;
  RETURN said;
END $$;

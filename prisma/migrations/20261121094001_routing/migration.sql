-- Which channel, which sender, when the window is closed, and what is said again by SMS (docs/operating.md).

ALTER TABLE "account" ADD COLUMN "preferred_channel" "ChannelKind", ADD COLUMN "preferred_by" TEXT,
  ADD COLUMN "preferred_at" TIMESTAMPTZ(3), ADD COLUMN "leaning" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "contact" ADD COLUMN "sender" TEXT, ADD COLUMN "news_waiting_at" TIMESTAMPTZ(3);
ALTER TABLE "outbox_message" ADD COLUMN "sender" TEXT, ADD COLUMN "template" TEXT, ADD COLUMN "fallback_of" BIGINT,
  ADD COLUMN "fallback_why" TEXT,
  ADD COLUMN "fall_back_at" TIMESTAMPTZ(3);
CREATE TABLE "sender_pace" (
    "adapter" TEXT NOT NULL,
    "medium" "ChannelKind" NOT NULL,
    "sender" TEXT NOT NULL,
    "free_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "sender_pace_pkey" PRIMARY KEY ("adapter","medium","sender")
);
CREATE UNIQUE INDEX "outbox_message_fallback_of_key" ON "outbox_message"("fallback_of");
ALTER TABLE "outbox_message" ADD CONSTRAINT "outbox_message_fallback_of_fkey" FOREIGN KEY ("fallback_of")
  REFERENCES "outbox_message"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "account" ADD CHECK ("preferred_by" IN ('learned', 'failure', 'client', 'staff')),
  ADD CHECK (("preferred_channel" IS NULL) = ("preferred_by" IS NULL)), ADD CHECK ("leaning" >= 0);
ALTER TABLE "outbox_message" ADD CHECK ("fallback_of" <> "id");
-- What will be said again by SMS unless it is delivered first, and what waits for an answer that opens the window.
CREATE INDEX "outbox_to_fall_back" ON "outbox_message" ("fall_back_at") WHERE "fall_back_at" IS NOT NULL;
CREATE INDEX "outbox_for_the_window" ON "outbox_message" ("contact_id") WHERE "status" = 'waiting';

-- The same person on both channels: the phone, which the provider proves, is what joins them. A contact without one (a
-- business-scoped id alone) is joined to nobody.
CREATE FUNCTION other_contact(the_contact uuid) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT theirs.contact_id FROM identity mine JOIN identity theirs
      ON theirs.channel = CASE mine.channel WHEN 'sms' THEN 'whatsapp' ELSE 'sms' END::"ChannelKind"
        AND theirs.kind = 'phone' AND theirs.value = mine.value
    WHERE mine.contact_id = the_contact AND mine.kind = 'phone' LIMIT 1);
END $$;

-- Gives a contact the account, the language and the name of the same person on the other channel.
CREATE FUNCTION join_account(the_contact uuid, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  the_account uuid;
  known_on "ChannelKind";
BEGIN
  UPDATE contact c SET account_id = o.account_id, language = o.language, display_name = coalesce(c.display_name, o.display_name)
    FROM contact o WHERE c.id = the_contact AND c.account_id IS NULL
      AND o.id = other_contact(the_contact) AND o.account_id IS NOT NULL
    RETURNING o.account_id, o.channel INTO the_account, known_on;
  -- Where they were met first is where news goes, until they show or say otherwise.
  IF FOUND THEN
    UPDATE account SET preferred_channel = known_on, preferred_by = 'learned', preferred_at = at
      WHERE id = the_account AND preferred_channel IS NULL;
  END IF;
END $$;

-- People who were two strangers until now.
SELECT join_account(c.id, now()) FROM contact c WHERE c.account_id IS NULL;

-- Records an inbound message once, makes the contact when it is new. Stable ids (WhatsApp id, LID) are matched before
-- the phone. Gives the contact, and whether the provider had sent this message before. As before, and: which of our
-- senders they wrote to, a phone that was not known yet, and the account of the same phone on the other channel.
CREATE FUNCTION record_inbound(
  the_channel "ChannelKind", the_adapter text, the_address text, identities jsonb, the_provider_id text,
  the_payload jsonb, due timestamptz, at timestamptz, the_name text, the_sender text
) RETURNS TABLE ("contactId" uuid, "isNew" boolean) LANGUAGE plpgsql AS $$
DECLARE
  found_contact uuid;
  made_contact uuid;
  rows_written int;
BEGIN
  SELECT i.contact_id INTO found_contact
    FROM jsonb_to_recordset(identities) AS given(kind "IdentityKind", value text)
    JOIN identity i ON i.channel = the_channel AND i.kind = given.kind AND i.value = given.value
    ORDER BY given.kind = 'phone' LIMIT 1;
  IF found_contact IS NULL THEN
    INSERT INTO contact (channel, adapter, sender, address, display_name, created_at)
      VALUES (the_channel, the_adapter, the_sender, the_address, the_name, at) RETURNING id INTO made_contact;
    INSERT INTO identity (contact_id, channel, kind, value)
      SELECT made_contact, the_channel, given.kind, given.value
      FROM jsonb_to_recordset(identities) AS given(kind "IdentityKind", value text)
      ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS rows_written = ROW_COUNT;
    IF rows_written = 0 THEN
      -- another process met the same person at the same instant: theirs is the contact
      DELETE FROM contact WHERE id = made_contact;
      SELECT i.contact_id INTO found_contact
        FROM jsonb_to_recordset(identities) AS given(kind "IdentityKind", value text)
        JOIN identity i ON i.channel = the_channel AND i.kind = given.kind AND i.value = given.value
        ORDER BY given.kind = 'phone' LIMIT 1;
    ELSE
      found_contact := made_contact;
      PERFORM join_account(made_contact, at);
    END IF;
  ELSE
    -- another adapter writes to another address of the same person
    UPDATE contact SET adapter = the_adapter, sender = coalesce(the_sender, CASE WHEN adapter = the_adapter THEN sender END),
        address = CASE WHEN adapter = the_adapter THEN address ELSE the_address END
      WHERE id = found_contact
        AND (adapter <> the_adapter OR (the_sender IS NOT NULL AND sender IS DISTINCT FROM the_sender));
    IF jsonb_array_length(identities) > (SELECT count(*) FROM identity i WHERE i.contact_id = found_contact) THEN
      INSERT INTO identity (contact_id, channel, kind, value)
        SELECT found_contact, the_channel, given.kind, given.value
        FROM jsonb_to_recordset(identities) AS given(kind "IdentityKind", value text)
        ON CONFLICT DO NOTHING;
      PERFORM join_account(found_contact, at);
    END IF;
  END IF;
  INSERT INTO mailbox_item (contact_id, kind, payload, adapter, provider_id, due_at, created_at)
    VALUES (found_contact, 'message', the_payload, the_adapter, the_provider_id, due, at)
    ON CONFLICT (adapter, provider_id) DO NOTHING;
  GET DIAGNOSTICS rows_written = ROW_COUNT;
  RETURN QUERY SELECT found_contact, rows_written = 1;
END $$;

-- Who hears the news of a contact: the same person where they prefer it and can be had, unless a person of ours talks
-- with them here.
CREATE FUNCTION contact_to_tell(the_contact uuid) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
DECLARE
  preferred "ChannelKind";
BEGIN
  SELECT a.preferred_channel INTO preferred FROM contact c JOIN account a ON a.id = c.account_id WHERE c.id = the_contact;
  IF preferred IS NULL THEN RETURN the_contact; END IF;
  IF EXISTS (SELECT FROM conversation WHERE contact_id = the_contact AND owner = 'staff') THEN RETURN the_contact; END IF;
  RETURN (SELECT c.id FROM contact c JOIN contact mine ON mine.id = the_contact
    WHERE c.id IN (the_contact, other_contact(the_contact)) AND c.account_id = mine.account_id
    ORDER BY c.opted_out_at IS NOT NULL, c.unreachable_at IS NOT NULL, c.channel = preferred DESC LIMIT 1);
END $$;

-- As before, and: an event goes to the channel its person prefers. What is told by every channel (account...) is told there.
CREATE OR REPLACE FUNCTION put_in_mailboxes(items jsonb, at timestamptz) RETURNS void LANGUAGE sql AS $$
  INSERT INTO mailbox_item (contact_id, kind, payload, timer_key, due_at, created_at)
  SELECT CASE WHEN item.kind = 'event' AND item.payload ->> 'type' NOT LIKE 'account.%' THEN contact_to_tell(item."to")
      ELSE item."to" END,
    item.kind, item.payload, item."timerKey", coalesce(item."dueAt", at), at
  FROM jsonb_to_recordset(items) AS item("to" uuid, kind "MailboxKind", payload jsonb, "timerKey" text, "dueAt" timestamptz)
  ON CONFLICT (contact_id, timer_key) WHERE handled_at IS NULL AND timer_key IS NOT NULL
    DO UPDATE SET payload = excluded.payload, due_at = excluded.due_at
$$;

-- The cart follows the person who writes: begun on one channel, it goes on on the other.
CREATE FUNCTION bring_cart(the_contact uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "order" SET contact_id = the_contact
    WHERE contact_id = other_contact(the_contact) AND status = 'draft'
      AND client_id = (SELECT account_id FROM contact WHERE id = the_contact)
      AND NOT EXISTS (SELECT FROM "order" WHERE contact_id = the_contact AND status = 'draft');
END $$;

-- Takes the dialogue along to the other channel, so that the answer there goes on where the question was asked: unless
-- that conversation is the younger one, or a person holds either.
CREATE FUNCTION take_dialogue_along(from_contact uuid, to_contact uuid, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO conversation AS here (contact_id, machine, machine_version, snapshot, revision, updated_at)
    SELECT to_contact, v.machine, v.machine_version, v.snapshot, 1, v.updated_at FROM conversation v
      WHERE v.contact_id = from_contact AND v.owner = 'bot'
    ON CONFLICT (contact_id) DO UPDATE SET machine = excluded.machine, machine_version = excluded.machine_version,
        snapshot = excluded.snapshot, revision = here.revision + 1, updated_at = excluded.updated_at
      WHERE here.owner = 'bot' AND here.updated_at < excluded.updated_at;
  IF NOT FOUND THEN RETURN; END IF;
  WITH moved AS (
    UPDATE mailbox_item SET handled_at = at WHERE contact_id = from_contact AND kind = 'timer' AND handled_at IS NULL
    RETURNING payload, timer_key, due_at
  )
  INSERT INTO mailbox_item (contact_id, kind, payload, timer_key, due_at, created_at)
    SELECT to_contact, 'timer', payload, timer_key, due_at, at FROM moved
    ON CONFLICT (contact_id, timer_key) WHERE handled_at IS NULL AND timer_key IS NOT NULL
      DO UPDATE SET payload = excluded.payload, due_at = excluded.due_at;
END $$;

-- The same person's SMS contact, made when their phone is known and there is none yet. Null when there is no phone, when
-- it was blocked, cannot be had, or asked for no more SMS.
CREATE FUNCTION sms_contact_of(the_contact uuid, the_adapter text, at timestamptz) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  c contact;
  the_phone text;
  found_contact uuid;
BEGIN
  SELECT * INTO c FROM contact WHERE id = the_contact;
  SELECT value INTO the_phone FROM identity WHERE contact_id = the_contact AND kind = 'phone' LIMIT 1;
  IF the_phone IS NULL OR EXISTS (SELECT FROM blocked_identity WHERE value = the_phone) THEN RETURN NULL; END IF;
  INSERT INTO contact (channel, adapter, address, display_name, language, account_id, created_at)
    SELECT 'sms', the_adapter, the_phone, c.display_name, c.language, c.account_id, at
    WHERE NOT EXISTS (SELECT FROM identity WHERE channel = 'sms' AND kind = 'phone' AND value = the_phone)
    RETURNING id INTO found_contact;
  IF FOUND THEN
    -- another process that makes it at this instant is waited for and wins: this statement fails and is tried again
    INSERT INTO identity (contact_id, channel, kind, value) VALUES (found_contact, 'sms', 'phone', the_phone);
    UPDATE account SET preferred_channel = c.channel, preferred_by = 'learned', preferred_at = at
      WHERE id = c.account_id AND preferred_channel IS NULL;
  ELSE
    SELECT contact_id INTO found_contact FROM identity WHERE channel = 'sms' AND kind = 'phone' AND value = the_phone;
    PERFORM join_account(found_contact, at);
  END IF;
  RETURN (SELECT id FROM contact WHERE id = found_contact AND opted_out_at IS NULL AND unreachable_at IS NULL
    AND account_id IS NOT DISTINCT FROM c.account_id);
END $$;

-- Says a message again by SMS, once, and ends it here unless it is already out. Gives the SMS contact; null when it was
-- delivered meanwhile, said by SMS before, or cannot be said there.
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
  INSERT INTO outbox_message (contact_id, content, copy, urgent, author, status, fallback_of, fallback_why, due_at, created_at)
    VALUES (to_contact, the_content, m.copy, m.urgent, m.author,
      CASE WHEN m.author = 'bot' AND EXISTS (SELECT FROM conversation WHERE contact_id = to_contact AND owner = 'staff')
        THEN 'held' ELSE 'queued' END::"OutboxStatus", the_message, why, at, at);
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

-- As before, and: an answer lets out what waited for the window, and shows where its writer likes to be written to.
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
      INSERT INTO outbox_message (contact_id, content, copy, urgent, due_at, created_at, status, attempts, claimed_at)
      SELECT the_contact, message.content, message.copy, message.urgent, coalesce(message."dueAt", at), at,
        message.status, CASE WHEN message.status = 'sending' THEN 1 ELSE 0 END,
        CASE WHEN message.status = 'sending' THEN at END
      FROM (
        SELECT m.content, m.copy, m.urgent, m."dueAt", row_number() OVER () AS place,
          CASE WHEN (turn ->> 'held')::boolean THEN 'held'
            WHEN waiting OR m."dueAt" > at THEN 'queued' ELSE 'sending' END::"OutboxStatus" AS status
        FROM jsonb_to_recordset(turn -> 'say') AS m(content jsonb, copy text, urgent boolean, "dueAt" timestamptz)
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

-- As before, and: what routing needs to know. It brings the cart along, so it is no longer only a read.
CREATE OR REPLACE FUNCTION read_conversation(the_contact uuid, at timestamptz) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  c contact;
  a account;
  v conversation;
  items jsonb;
BEGIN
  SELECT * INTO c FROM contact WHERE id = the_contact;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'kind', m.kind, 'payload', m.payload,
      'adapter', m.adapter, 'attempts', m.attempts) ORDER BY m.id), '[]') INTO items
    FROM (SELECT * FROM mailbox_item w WHERE w.contact_id = the_contact AND w.handled_at IS NULL
      -- a burst is read as far as it has come: its last words need not be due yet
      AND (w.due_at <= at OR w.kind = 'message')
      ORDER BY w.id LIMIT 50) m;
  IF c.account_id IS NOT NULL THEN SELECT * INTO a FROM account WHERE id = c.account_id; END IF;
  SELECT * INTO v FROM conversation WHERE contact_id = the_contact;
  -- only a person met on two channels has a preferred one
  IF a.preferred_channel IS NOT NULL AND a.kind = 'client' AND items @> '[{"kind": "message"}]' THEN
    PERFORM bring_cart(the_contact);
  END IF;
  RETURN jsonb_build_object(
    'contact', jsonb_build_object('id', c.id, 'channel', c.channel, 'adapter', c.adapter, 'address', c.address,
      'language', c.language, 'displayName', c.display_name, 'optedOut', c.opted_out_at IS NOT NULL,
      'lastInboundAt', c.last_inbound_at,
      'blocked', EXISTS (SELECT FROM identity i JOIN blocked_identity b ON b.value = i.value WHERE i.contact_id = c.id)),
    'account', CASE WHEN a.id IS NOT NULL THEN jsonb_build_object('id', a.id, 'kind', a.kind, 'status', a.status, 'name', a.name,
      'managerName', a.manager_name, 'zoneId', a.zone_id, 'quartierId', a.quartier_id, 'type', a.type, 'email', a.email,
      'rejectionReason', a.rejection_reason, 'deliveryFee', (SELECT z.delivery_fee FROM zone z WHERE z.id = a.zone_id)) END,
    'conversation', CASE WHEN v.contact_id IS NOT NULL THEN jsonb_build_object('machine', v.machine,
      'machineVersion', v.machine_version, 'snapshot', v.snapshot, 'revision', v.revision, 'owner', v.owner,
      'heldBy', v.held_by, 'updatedAt', v.updated_at) END,
    'items', items,
    'routing', jsonb_build_object('sender', c.sender, 'isNewsWaiting', c.news_waiting_at IS NOT NULL,
      'preference', CASE WHEN a.preferred_channel IS NOT NULL THEN jsonb_build_object('channel', a.preferred_channel,
        'by', a.preferred_by, 'leaning', a.leaning) END),
    -- nothing to read here: the news may have gone where its person prefers it
    'elsewhere', CASE WHEN a.preferred_channel IS NOT NULL AND items = '[]' THEN
      (SELECT to_tell FROM contact_to_tell(the_contact) AS to_tell WHERE to_tell <> the_contact) END,
    'view', CASE a.kind WHEN 'client' THEN client_view(a.id, c.id, at) WHEN 'supplier' THEN supplier_view(a.id, at) END
  );
END $$;

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

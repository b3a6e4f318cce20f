-- One person under several ids (WhatsApp's own id, a phone number), ids that come to light later, and ids that change.

ALTER TABLE "early_status" ADD COLUMN "message_id" BIGINT;
CREATE INDEX "early_status_adapter_message_id_idx" ON "early_status"("adapter", "message_id");

CREATE TABLE "former_identity" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "contact_id" UUID NOT NULL,
    "channel" "ChannelKind" NOT NULL,
    "kind" "IdentityKind" NOT NULL,
    "value" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "former_identity_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "former_identity_contact_id_idx" ON "former_identity"("contact_id");
CREATE INDEX "former_identity_channel_kind_value_idx" ON "former_identity"("channel", "kind", "value");
ALTER TABLE "former_identity" ADD CONSTRAINT "former_identity_contact_id_fkey"
  FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Whom these ids mean, the best first: who has an account before who has none, ids that WhatsApp makes before a phone.
CREATE FUNCTION find_contact(the_channel "ChannelKind", identities jsonb)
RETURNS TABLE (contact_id uuid, address text, adapter text, contacts bigint, known bigint) LANGUAGE sql STABLE AS $$
  SELECT (array_agg(c.id ORDER BY c.account_id IS NULL, given.kind = 'phone', c.created_at, c.id))[1],
    (array_agg(c.address ORDER BY c.account_id IS NULL, given.kind = 'phone', c.created_at, c.id))[1],
    (array_agg(c.adapter ORDER BY c.account_id IS NULL, given.kind = 'phone', c.created_at, c.id))[1],
    count(DISTINCT c.id), count(*)
  FROM jsonb_to_recordset(identities) AS given(kind "IdentityKind", value text)
  JOIN identity i ON i.channel = the_channel AND i.kind = given.kind AND i.value = given.value
  JOIN contact c ON c.id = i.contact_id
$$;

-- Gives ids to a contact. One that another contact has comes over, with what that person writes from now on, unless the
-- other has an account of its own: two accounts are never made one by a provider's word. What the other contact said and
-- ordered stays with it.
CREATE FUNCTION link_identities(the_contact uuid, the_channel "ChannelKind", identities jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO identity (contact_id, channel, kind, value)
  SELECT the_contact, the_channel, given.kind, given.value
  FROM jsonb_to_recordset(identities) AS given(kind "IdentityKind", value text)
  ORDER BY given.kind, given.value
  ON CONFLICT (channel, kind, value) DO UPDATE SET contact_id = excluded.contact_id
    WHERE identity.contact_id <> excluded.contact_id AND NOT EXISTS (
      SELECT FROM contact theirs, contact ours
      WHERE theirs.id = identity.contact_id AND ours.id = excluded.contact_id
        AND theirs.account_id IS NOT NULL AND theirs.account_id IS DISTINCT FROM ours.account_id)
$$;

-- A person changed their number: the contact and its conversation stay, under the new ids. The old number is theirs no
-- more: the operator gives it to somebody else one day. Told twice it is done once, for by then a stranger may have it.
CREATE FUNCTION change_identities(
  the_channel "ChannelKind", the_adapter text, the_address text, old_ones jsonb, new_ones jsonb, at timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  the_contact uuid;
BEGIN
  IF EXISTS (SELECT FROM former_identity f
    JOIN jsonb_to_recordset(old_ones) AS old(kind "IdentityKind", value text) ON f.kind = old.kind AND f.value = old.value
    JOIN identity i ON i.contact_id = f.contact_id
    JOIN jsonb_to_recordset(new_ones) AS new(kind "IdentityKind", value text) ON i.kind = new.kind AND i.value = new.value
    WHERE f.channel = the_channel AND i.channel = the_channel) THEN RETURN; END IF;
  SELECT f.contact_id INTO the_contact FROM find_contact(the_channel, old_ones) f;
  IF the_contact IS NULL THEN RETURN; END IF;
  PERFORM link_identities(the_contact, the_channel, new_ones);
  WITH gone AS (
    DELETE FROM identity i
      USING jsonb_to_recordset(old_ones) AS old(kind "IdentityKind", value text),
        jsonb_to_recordset(new_ones) AS new(kind "IdentityKind", value text)
      WHERE i.contact_id = the_contact AND i.channel = the_channel AND i.kind = old.kind AND i.value = old.value
        AND new.kind = old.kind AND new.value <> old.value
        -- A new number that belongs to another account did not come over: then they keep the one they have.
        AND EXISTS (SELECT FROM identity came WHERE came.contact_id = the_contact AND came.channel = the_channel
          AND came.kind = new.kind AND came.value = new.value)
      RETURNING i.kind, i.value
  )
  INSERT INTO former_identity (contact_id, channel, kind, value, until)
    SELECT the_contact, the_channel, gone.kind, gone.value, at FROM gone;
  UPDATE contact SET address = the_address, adapter = the_adapter
    WHERE id = the_contact AND EXISTS (SELECT FROM former_identity f WHERE f.contact_id = the_contact AND f.until = at);
END $$;

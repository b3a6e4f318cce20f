-- Two functions that identities, routing and learning each had made more of: here with all of it.

-- Records an inbound message once and makes the contact when it is new. Ids that are new are kept with those known; two
-- contacts that turn out to be one person become one; the same phone on the other channel gives its account; the address,
-- the adapter and the sender are those of the last message.
DROP FUNCTION record_inbound("ChannelKind", text, text, jsonb, text, jsonb, timestamptz, timestamptz, text);
CREATE OR REPLACE FUNCTION record_inbound(
  the_channel "ChannelKind", the_adapter text, the_address text, identities jsonb, the_provider_id text,
  the_payload jsonb, due timestamptz, at timestamptz, the_name text, the_sender text
) RETURNS TABLE ("contactId" uuid, "isNew" boolean) LANGUAGE plpgsql AS $$
DECLARE
  found record;
  the_contact uuid;
  rows_written int;
BEGIN
  SELECT * INTO found FROM find_contact(the_channel, identities);
  the_contact := found.contact_id;
  IF the_contact IS NULL THEN
    INSERT INTO contact (channel, adapter, sender, address, display_name, created_at)
      VALUES (the_channel, the_adapter, the_sender, the_address, the_name, at) RETURNING id INTO the_contact;
    INSERT INTO identity (contact_id, channel, kind, value)
      SELECT the_contact, the_channel, given.kind, given.value
      FROM jsonb_to_recordset(identities) AS given(kind "IdentityKind", value text)
      ORDER BY given.kind, given.value
      ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS rows_written = ROW_COUNT;
    IF rows_written = 0 THEN
      -- another process met the same person at the same instant: theirs is the contact
      DELETE FROM contact WHERE id = the_contact;
      SELECT f.contact_id INTO the_contact FROM find_contact(the_channel, identities) f;
    ELSE
      PERFORM join_account(the_contact, at);
    END IF;
  ELSE
    IF found.contacts > 1 OR found.known < jsonb_array_length(identities) THEN
      PERFORM link_identities(the_contact, the_channel, identities);
      PERFORM join_account(the_contact, at);
    END IF;
    -- another adapter writes to another address of the same person, and from senders of its own
    UPDATE contact SET address = the_address, adapter = the_adapter,
        sender = coalesce(the_sender, CASE WHEN adapter = the_adapter THEN sender END)
      WHERE id = the_contact AND (address <> the_address OR adapter <> the_adapter
        OR (the_sender IS NOT NULL AND sender IS DISTINCT FROM the_sender));
  END IF;
  INSERT INTO mailbox_item (contact_id, kind, payload, adapter, provider_id, due_at, created_at)
    VALUES (the_contact, 'message', the_payload, the_adapter, the_provider_id, due, at)
    ON CONFLICT (adapter, provider_id) DO NOTHING;
  GET DIAGNOSTICS rows_written = ROW_COUNT;
  RETURN QUERY SELECT the_contact, rows_written = 1;
END $$;

-- Everything a turn starts from, in one read. It brings the cart along, so it is not only a read.
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
      'rejectionReason', a.rejection_reason, 'habits', a.habits, 'deliveryFee', (SELECT z.delivery_fee FROM zone z WHERE z.id = a.zone_id)) END,
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

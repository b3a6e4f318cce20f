-- Records an inbound message once and makes the contact when it is new. Ids that are new are kept with those known; two
-- contacts that turn out to be one person become one; the same phone on the other channel gives its account; the address,
-- the adapter and the sender are those of the last message.
DROP FUNCTION record_inbound("ChannelKind", text, text, jsonb, text, jsonb, timestamptz, timestamptz, text);
CREATE FUNCTION record_inbound(
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

-- A message is answered once, whichever process reads it.

-- As before, but the conversation first. Each statement of a volatile function sees what was committed until then: the
-- mailbox read before the revision could hold what another process answered in between, and the revision behind it would
-- have let this process answer it again. Read first, an old revision is refused at the commit. And a mailbox with nothing
-- in it costs no view of the business.
CREATE OR REPLACE FUNCTION read_conversation(the_contact uuid, at timestamptz, open_surfaces text[]) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  c contact;
  a account;
  v conversation;
  items jsonb;
  is_closed boolean;
  cart_elsewhere boolean := false;
BEGIN
  SELECT * INTO v FROM conversation WHERE contact_id = the_contact;
  SELECT * INTO c FROM contact WHERE id = the_contact;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'kind', m.kind, 'payload', m.payload,
      'adapter', m.adapter, 'attempts', m.attempts) ORDER BY m.id), '[]') INTO items
    FROM (SELECT * FROM mailbox_item w WHERE w.contact_id = the_contact AND w.handled_at IS NULL
      -- a burst is read as far as it has come: its last words need not be due yet
      AND (w.due_at <= at OR w.kind = 'message')
      ORDER BY w.id LIMIT 50) m;
  IF c.account_id IS NOT NULL THEN SELECT * INTO a FROM account WHERE id = c.account_id; END IF;
  -- Nothing to read at the start of a turn: at most the news has gone where its person prefers it.
  IF items = '[]' AND open_surfaces IS NOT NULL THEN
    RETURN jsonb_build_object('items', items, 'elsewhere', CASE WHEN a.preferred_channel IS NOT NULL THEN
      (SELECT to_tell FROM contact_to_tell(the_contact) AS to_tell WHERE to_tell <> the_contact) END);
  END IF;
  -- only a person met on two channels has a preferred one
  IF open_surfaces IS NOT NULL AND a.preferred_channel IS NOT NULL AND a.kind = 'client'
    AND items @> '[{"kind": "message"}]' THEN
    is_closed := c.adapter || ' ' || c.channel <> ALL (open_surfaces);
    PERFORM bring_cart(the_contact, NOT is_closed);
    cart_elsewhere := is_closed AND EXISTS (SELECT FROM "order" o
      WHERE o.contact_id = other_contact(the_contact) AND o.status = 'draft' AND o.client_id = a.id AND is_restricted(o.id));
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
      'heldBy', v.held_by, 'handOverReason', v.hand_over_reason, 'updatedAt', v.updated_at) END,
    'items', items,
    'routing', jsonb_build_object('sender', c.sender, 'isNewsWaiting', c.news_waiting_at IS NOT NULL,
      'isCartElsewhere', cart_elsewhere,
      'preference', CASE WHEN a.preferred_channel IS NOT NULL THEN jsonb_build_object('channel', a.preferred_channel,
        'by', a.preferred_by, 'leaning', a.leaning) END),
    'view', CASE a.kind WHEN 'client' THEN client_view(a.id, c.id, at) WHEN 'supplier' THEN supplier_view(a.id, at) END
  );
END $$;

-- And what was handled is not handled again, however it was read: by a merge of two contacts, by a timer that went along to
-- the other channel. It fails as any other conflict does, and is read again.
CREATE FUNCTION handled_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'mailbox item % was handled before', OLD.id USING ERRCODE = 'serialization_failure';
END $$;
CREATE TRIGGER mailbox_item_handled_once BEFORE UPDATE OF handled_at ON mailbox_item FOR EACH ROW
  WHEN (OLD.handled_at IS NOT NULL AND NEW.handled_at IS NOT NULL) EXECUTE FUNCTION handled_once();

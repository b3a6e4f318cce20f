-- Where a cart and news go, when the person is met on two channels and one of them is closed to restricted goods.

-- As before, and: what was sent to one contact because it may not be dealt with on the other is not sent back there by
-- what its person prefers. The two would give it to each other for ever.
CREATE OR REPLACE FUNCTION put_in_mailboxes(items jsonb, at timestamptz) RETURNS void LANGUAGE sql AS $$
  INSERT INTO mailbox_item (contact_id, kind, payload, timer_key, due_at, created_at)
  SELECT CASE WHEN item.kind = 'event' AND item.direct IS NOT TRUE AND item.payload ->> 'type' NOT LIKE 'account.%'
      THEN contact_to_tell(item."to") ELSE item."to" END,
    item.kind, item.payload, item."timerKey", coalesce(item."dueAt", at), at
  FROM jsonb_to_recordset(items) AS item("to" uuid, kind "MailboxKind", payload jsonb, "timerKey" text, "dueAt" timestamptz,
    direct boolean)
  ON CONFLICT (contact_id, timer_key) WHERE handled_at IS NULL AND timer_key IS NOT NULL
    DO UPDATE SET payload = excluded.payload, due_at = excluded.due_at
$$;

-- Whether an order holds restricted goods.
CREATE FUNCTION is_restricted(the_order uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM order_line l JOIN product p ON p.id = l.product_id
    JOIN product_category k ON k.id = p.category WHERE l.order_id = the_order AND k.class = 'restricted')
$$;

-- As before, and: a cart that holds restricted goods stays where they may be sold.
CREATE FUNCTION bring_cart(the_contact uuid, is_open boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "order" o SET contact_id = the_contact
    WHERE contact_id = other_contact(the_contact) AND status = 'draft'
      AND client_id = (SELECT account_id FROM contact WHERE id = the_contact)
      AND NOT EXISTS (SELECT FROM "order" WHERE contact_id = the_contact AND status = 'draft')
      AND (is_open OR NOT is_restricted(o.id));
EXCEPTION
  -- one was begun here at this instant: both stay where they are
  WHEN unique_violation THEN RETURN;
END $$;

-- Gives a cart to another contact; false when one was begun there at this instant.
CREATE FUNCTION give_cart(the_order uuid, to_contact uuid, at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "order" SET contact_id = to_contact, created_at = at WHERE id = the_order;
  RETURN true;
EXCEPTION
  WHEN unique_violation THEN RETURN false;
END $$;

-- As before, and: the cart is brought along once, when a turn begins (open_surfaces given), and not again when the turn
-- reads what it has changed: it may have just sent that cart away. Also: why a person is wanted
-- already, and whether a cart that may not come here waits on the other channel.
DROP FUNCTION read_conversation(uuid, timestamptz);
CREATE FUNCTION read_conversation(the_contact uuid, at timestamptz, open_surfaces text[]) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  c contact;
  a account;
  v conversation;
  items jsonb;
  is_closed boolean;
  cart_elsewhere boolean := false;
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
    -- nothing to read here: the news may have gone where its person prefers it
    'elsewhere', CASE WHEN a.preferred_channel IS NOT NULL AND items = '[]' THEN
      (SELECT to_tell FROM contact_to_tell(the_contact) AS to_tell WHERE to_tell <> the_contact) END,
    'view', CASE a.kind WHEN 'client' THEN client_view(a.id, c.id, at) WHEN 'supplier' THEN supplier_view(a.id, at) END
  );
END $$;

-- As before, and: a phone that comes to light gives the account of the same phone by SMS, as record_inbound does; a link
-- that was told to one of two goes on with the one that stays.
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
    UPDATE page_link SET contact_id = kept WHERE contact_id = gone;
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
  -- The database's clock, as for all that this adapter learns of who is who.
  PERFORM join_account(kept, now());
  RETURN 'one';
END $$;

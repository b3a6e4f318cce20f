-- The few statements of the message path (docs/architecture.md, The lane). Each is one round trip.

-- Records an inbound message once, makes the contact when it is new. Stable ids (WhatsApp id, LID) are matched before
-- the phone. Gives the contact, and whether the provider had sent this message before.
CREATE FUNCTION record_inbound(
  the_channel "ChannelKind", the_adapter text, the_address text, identities jsonb, the_provider_id text,
  the_payload jsonb, due timestamptz, at timestamptz, the_name text
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
    INSERT INTO contact (channel, adapter, address, display_name, created_at)
      VALUES (the_channel, the_adapter, the_address, the_name, at) RETURNING id INTO made_contact;
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
    END IF;
  END IF;
  INSERT INTO mailbox_item (contact_id, kind, payload, adapter, provider_id, due_at, created_at)
    VALUES (found_contact, 'message', the_payload, the_adapter, the_provider_id, due, at)
    ON CONFLICT (adapter, provider_id) DO NOTHING;
  GET DIAGNOSTICS rows_written = ROW_COUNT;
  RETURN QUERY SELECT found_contact, rows_written = 1;
END $$;

-- Puts events and timers into mailboxes; a timer set again replaces the one with its key. Gives the contacts to wake.
CREATE FUNCTION put_in_mailboxes(items jsonb, at timestamptz) RETURNS void LANGUAGE sql AS $$
  INSERT INTO mailbox_item (contact_id, kind, payload, timer_key, due_at, created_at)
  SELECT item."to", item.kind, item.payload, item."timerKey", coalesce(item."dueAt", at), at
  FROM jsonb_to_recordset(items) AS item("to" uuid, kind "MailboxKind", payload jsonb, "timerKey" text, "dueAt" timestamptz)
  ON CONFLICT (contact_id, timer_key) WHERE handled_at IS NULL AND timer_key IS NOT NULL
    DO UPDATE SET payload = excluded.payload, due_at = excluded.due_at
$$;

-- Ends a turn of a conversation: the snapshot under its revision, the items read, what is said, what others are told.
-- Gives the outbox rows, or null when another process was first (the caller reads again).
CREATE FUNCTION commit_turn(turn jsonb, at timestamptz) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  the_contact uuid := (turn ->> 'contactId')::uuid;
  said jsonb := '[]';
  waiting boolean;
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
        language = coalesce(turn ->> 'language', language)
      WHERE id = the_contact;
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

-- Says that another process was first, as PostgreSQL says it of any conflict.
CREATE FUNCTION raced() RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'another process committed this conversation first' USING ERRCODE = 'serialization_failure';
END $$;

-- The lines of an order, as conversations and rules want them. Every turn of a depot reads those of all its requests, so
-- they are kept on the order itself, where a trigger makes them follow the rows.
CREATE FUNCTION lines_of(the_order uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
      'lineId', l.id, 'position', l.position, 'product', l.product_id, 'name', p.name_fr, 'unit', l.unit,
      'quantity', l.quantity, 'price', l.reference_price, 'deposit', l.deposit, 'category', p.category,
      'delivered', l.delivered, 'variableWeight', p.variable_weight, 'pieces', coalesce(k.pieces, 1)) ORDER BY l.position), '[]')
  FROM order_line l JOIN product p ON p.id = l.product_id
    LEFT JOIN packaging k ON k.product_id = l.product_id AND k.unit = l.unit
  WHERE l.order_id = the_order
$$;
CREATE FUNCTION show_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "order" SET lines_shown = lines_of(id) WHERE id IN (SELECT order_id FROM changed);
  RETURN NULL;
END $$;
CREATE TRIGGER "show_added_lines" AFTER INSERT ON "order_line" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION show_lines();
CREATE TRIGGER "show_changed_lines" AFTER UPDATE ON "order_line" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION show_lines();
CREATE TRIGGER "hide_removed_lines" AFTER DELETE ON "order_line" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION show_lines();

-- All that the client machine needs to know before it answers. In steps: most turns find no order under way, and starting
-- a large query costs more than running it.
CREATE FUNCTION client_view(the_account uuid, the_contact uuid, at timestamptz) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  cart jsonb;
  orders jsonb := '[]';
  recent jsonb;
BEGIN
  SELECT jsonb_build_object('orderId', o.id, 'mode', o.mode, 'wantedAt', o.wanted_at, 'directions', o.directions,
      'updatedAt', o.created_at, 'lines', o.lines_shown) INTO cart
    FROM "order" o WHERE o.contact_id = the_contact AND o.status = 'draft';
  IF EXISTS (SELECT FROM "order" WHERE client_id = the_account
      AND status IN ('pending_offers', 'offers_received', 'accepted', 'preparing', 'delivering', 'delivered'))
    OR EXISTS (SELECT FROM "order" WHERE client_id = the_account AND status IN ('paid', 'closed')
      AND delivered_at > at - interval '48 hours') THEN
    orders := client_orders(the_account, at);
  END IF;
  SELECT coalesce(jsonb_agg(r.one), '[]') INTO recent FROM (
    SELECT jsonb_build_object('orderId', o.id, 'number', o.number, 'placedAt', o.placed_at, 'lines', o.lines_shown) AS one
    FROM "order" o WHERE o.client_id = the_account AND o.placed_at IS NOT NULL ORDER BY o.placed_at DESC LIMIT 5) r;
  RETURN jsonb_build_object('cart', cart, 'orders', orders, 'recent', recent);
END $$;

-- The orders of a client that are under way, and the last few that can still be rated or disputed (48 hours).
CREATE FUNCTION client_orders(the_account uuid, at timestamptz) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object(
      'orderId', o.id, 'number', o.number, 'status', o.status, 'mode', o.mode, 'placedAt', o.placed_at,
      'wantedAt', o.wanted_at, 'promisedAt', o.promised_at, 'amountDue', o.amount_due, 'goodsTotal', o.goods_total,
      'depositTotal', o.deposit_total, 'deliveryFee', o.delivery_fee, 'deliveredAt', o.delivered_at,
      'code', CASE WHEN o.status = 'delivering' OR (o.mode = 'pickup' AND o.status = 'preparing') THEN o.delivery_code END,
      'rated', o.status IN ('delivered', 'paid', 'closed')
        AND EXISTS (SELECT FROM rating r WHERE r.order_id = o.id AND r.by = 'client'),
      'supplier', chosen.name, 'confirmed', chosen.confirmed_at IS NOT NULL,
      'payment', (SELECT jsonb_build_object('method', p.method, 'status', p.status) FROM payment p
        WHERE p.order_id = o.id ORDER BY p.created_at DESC LIMIT 1),
      'lines', o.lines_shown,
      'asked', (SELECT count(*) FROM offer_request q WHERE q.order_id = o.id),
      'offers', CASE WHEN o.status = 'offers_received' THEN open_offers(o.id, at) ELSE '[]' END
    ) ORDER BY o.placed_at DESC), '[]')
    FROM (SELECT * FROM "order" WHERE client_id = the_account
        AND status IN ('pending_offers', 'offers_received', 'accepted', 'preparing', 'delivering', 'delivered')
      UNION ALL
      (SELECT * FROM "order" WHERE client_id = the_account AND status IN ('paid', 'closed')
        AND delivered_at > at - interval '48 hours' ORDER BY delivered_at DESC LIMIT 3)) o
      LEFT JOIN LATERAL (SELECT a.name, f.confirmed_at FROM offer f JOIN account a ON a.id = f.supplier_id
        WHERE f.order_id = o.id AND f.status = 'chosen') chosen ON true);
END $$;

-- Offers that can be chosen now. Not ranked: that is a rule (domain/offers/ranking.ts).
CREATE FUNCTION open_offers(the_order uuid, at timestamptz) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object(
      'offerId', f.id, 'supplier', a.name, 'goodsPrice', f.goods_price, 'deliveryFee', f.delivery_fee,
      'deposits', f.deposits, 'delayMinutes', f.delay_minutes, 'complete', f.complete, 'shortages', f.shortages,
      'validUntil', f.valid_until, 'madeAt', f.made_at, 'ratingSum', a.rating_sum, 'ratingCount', a.rating_count)), '[]')
    FROM offer f JOIN account a ON a.id = f.supplier_id
    WHERE f.order_id = the_order AND f.status = 'open' AND f.valid_until > at);
END $$;

-- All that the supplier machine needs to know. The delivery code is the client's alone: it is not here.
CREATE FUNCTION supplier_view(the_account uuid, at timestamptz) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  the_supplier supplier;
  requests jsonb;
  orders jsonb := '[]';
BEGIN
  SELECT * INTO the_supplier FROM supplier WHERE account_id = the_account;
  SELECT coalesce(jsonb_agg(jsonb_build_object(
      'orderId', o.id, 'number', o.number, 'zone', z.name, 'mode', o.mode, 'wantedAt', o.wanted_at, 'sentAt', q.sent_at,
      'deliveryFee', o.delivery_fee, 'status', q.status, 'lines', o.lines_shown,
      'offer', CASE WHEN f.id IS NOT NULL THEN jsonb_build_object('offerId', f.id, 'goodsPrice', f.goods_price,
        'delayMinutes', f.delay_minutes) END
    ) ORDER BY q.sent_at), '[]') INTO requests
    FROM offer_request q JOIN "order" o ON o.id = q.order_id JOIN zone z ON z.id = o.zone_id
      LEFT JOIN offer f ON f.order_id = q.order_id AND f.supplier_id = the_account AND f.status = 'open'
    WHERE q.supplier_id = the_account AND q.status IN ('sent', 'offered');
  IF EXISTS (SELECT FROM offer WHERE supplier_id = the_account AND status = 'chosen' AND chosen_at > at - interval '10 days') THEN
    orders := supplier_orders(the_account, at);
  END IF;
  RETURN jsonb_build_object('pausedUntil', the_supplier.paused_until, 'usualDelayMinutes', the_supplier.usual_delay_minutes,
    'requests', requests, 'orders', orders);
END $$;

-- The orders a supplier won that are under way, and the last few that can still be rated or disputed.
CREATE FUNCTION supplier_orders(the_account uuid, at timestamptz) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object(
      'orderId', o.id, 'number', o.number, 'status', o.status, 'mode', o.mode, 'client', a.name, 'zone', z.name,
      'quartier', (SELECT k.name FROM quartier k WHERE k.id = a.quartier_id),
      'directions', coalesce(o.directions, a.directions), 'phone', c.address, 'promisedAt', o.promised_at,
      'confirmed', f.confirmed_at IS NOT NULL, 'goodsTotal', o.goods_total, 'amountDue', o.amount_due,
      'deliveredAt', o.delivered_at, 'lines', o.lines_shown, 'shortages', f.shortages,
      'rated', EXISTS (SELECT FROM rating r WHERE r.order_id = o.id AND r.by = 'supplier')
    ) ORDER BY o.number), '[]')
    FROM (
      (SELECT w.order_id, w.confirmed_at, w.shortages FROM offer w JOIN "order" d ON d.id = w.order_id
        WHERE w.supplier_id = the_account AND w.status = 'chosen' AND w.chosen_at > at - interval '10 days'
          AND d.status NOT IN ('paid', 'closed'))
      UNION ALL
      (SELECT w.order_id, w.confirmed_at, w.shortages FROM offer w JOIN "order" d ON d.id = w.order_id
        WHERE w.supplier_id = the_account AND w.status = 'chosen' AND w.chosen_at > at - interval '60 hours'
          AND d.status IN ('paid', 'closed') ORDER BY w.chosen_at DESC LIMIT 3)) f
      JOIN "order" o ON o.id = f.order_id JOIN account a ON a.id = o.client_id JOIN contact c ON c.id = o.contact_id
      JOIN zone z ON z.id = o.zone_id);
END $$;

-- Everything a turn starts from, in one read.
CREATE FUNCTION read_conversation(the_contact uuid, at timestamptz) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
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
    'view', CASE a.kind WHEN 'client' THEN client_view(a.id, c.id, at) WHEN 'supplier' THEN supplier_view(a.id, at) END
  );
END $$;

-- A message is answered once, whichever process reads it.

-- As before, but the conversation first. Each statement of a volatile function sees what was committed until then: the
-- mailbox read before the revision could hold what another process answered in between, and the revision behind it would
-- have let this process answer it again. Read first, an old revision is refused at the commit.
-- And what a turn starts from costs less: a mailbox with nothing in it no view of the business, no copying of jsonb into
-- jsonb on its way out, and each row beside another is looked up by its key. PostgreSQL keeps the plan that a connection
-- made first, which on a new database is made for empty tables, where reading all of one is as good as any: a client's
-- orders then read every chosen offer of the city, until the tables are analysed. LIMIT 1 leaves it no choice.
DROP FUNCTION read_conversation(uuid, timestamptz, text[]);
DROP FUNCTION client_view(uuid, uuid, timestamptz);
DROP FUNCTION client_orders(uuid, timestamptz);
DROP FUNCTION open_offers(uuid, timestamptz);
DROP FUNCTION supplier_view(uuid, timestamptz);
DROP FUNCTION supplier_orders(uuid, timestamptz);

-- Offers that can be chosen now. Not ranked: that is a rule (domain/offers/ranking.ts).
CREATE FUNCTION open_offers(the_order uuid, at timestamptz) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(json_agg(json_build_object(
      'offerId', f.id, 'supplier', a.name, 'goodsPrice', f.goods_price, 'deliveryFee', f.delivery_fee,
      'deposits', f.deposits, 'delayMinutes', f.delay_minutes, 'complete', f.complete, 'shortages', f.shortages,
      'validUntil', f.valid_until, 'madeAt', f.made_at, 'ratingSum', a.rating_sum, 'ratingCount', a.rating_count)), '[]')
    FROM offer f JOIN account a ON a.id = f.supplier_id
    WHERE f.order_id = the_order AND f.status = 'open' AND f.valid_until > at);
END $$;

-- The orders of a client that are under way, and the last few that can still be rated or disputed (48 hours).
CREATE FUNCTION client_orders(the_account uuid, at timestamptz) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(json_agg(json_build_object(
      'orderId', o.id, 'number', o.number, 'status', o.status, 'mode', o.mode, 'placedAt', o.placed_at,
      'wantedAt', o.wanted_at, 'promisedAt', o.promised_at, 'amountDue', o.amount_due, 'goodsTotal', o.goods_total,
      'depositTotal', o.deposit_total, 'deliveryFee', o.delivery_fee, 'deliveredAt', o.delivered_at,
      'code', CASE WHEN o.status = 'delivering' OR (o.mode = 'pickup' AND o.status = 'preparing') THEN o.delivery_code END,
      'rated', o.status IN ('delivered', 'paid', 'closed')
        AND EXISTS (SELECT FROM rating r WHERE r.order_id = o.id AND r.by = 'client'),
      'supplier', chosen.name, 'confirmed', chosen.confirmed_at IS NOT NULL,
      'payment', (SELECT json_build_object('method', p.method, 'status', p.status) FROM payment p
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
        WHERE f.order_id = o.id AND f.status = 'chosen' LIMIT 1) chosen ON true);
END $$;

-- All that the client machine needs to know.
CREATE FUNCTION client_view(the_account uuid, the_contact uuid, at timestamptz) RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE
  cart json;
  orders json := '[]';
  recent json;
BEGIN
  SELECT json_build_object('orderId', o.id, 'mode', o.mode, 'wantedAt', o.wanted_at, 'directions', o.directions,
      'updatedAt', o.created_at, 'lines', o.lines_shown) INTO cart
    FROM "order" o WHERE o.contact_id = the_contact AND o.status = 'draft';
  IF EXISTS (SELECT FROM "order" WHERE client_id = the_account
      AND status IN ('pending_offers', 'offers_received', 'accepted', 'preparing', 'delivering', 'delivered'))
    OR EXISTS (SELECT FROM "order" WHERE client_id = the_account AND status IN ('paid', 'closed')
      AND delivered_at > at - interval '48 hours') THEN
    orders := client_orders(the_account, at);
  END IF;
  SELECT coalesce(json_agg(r.one), '[]') INTO recent FROM (
    SELECT json_build_object('orderId', o.id, 'number', o.number, 'placedAt', o.placed_at, 'lines', o.lines_shown) AS one
    FROM "order" o WHERE o.client_id = the_account AND o.placed_at IS NOT NULL ORDER BY o.placed_at DESC LIMIT 5) r;
  RETURN json_build_object('cart', cart, 'orders', orders, 'recent', recent);
END $$;

-- The orders a supplier won that are under way, and the last few that can still be rated or disputed.
CREATE FUNCTION supplier_orders(the_account uuid, at timestamptz) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(json_agg(json_build_object(
      'orderId', o.id, 'number', o.number, 'status', o.status, 'mode', o.mode, 'client', a.name, 'zone', z.name,
      'quartier', (SELECT k.name FROM quartier k WHERE k.id = a.quartier_id),
      'directions', coalesce(o.directions, a.directions), 'phone', c.address, 'promisedAt', o.promised_at,
      'confirmed', f.confirmed_at IS NOT NULL, 'goodsTotal', o.goods_total, 'amountDue', o.amount_due,
      'deliveredAt', o.delivered_at, 'lines', o.lines_shown, 'shortages', f.shortages,
      'rated', EXISTS (SELECT FROM rating r WHERE r.order_id = o.id AND r.by = 'supplier')
    ) ORDER BY o.number), '[]')
    FROM (
      (SELECT w.order_id, w.confirmed_at, w.shortages
        FROM offer w JOIN LATERAL (SELECT status FROM "order" WHERE id = w.order_id LIMIT 1) d ON true
        WHERE w.supplier_id = the_account AND w.status = 'chosen' AND w.chosen_at > at - interval '10 days'
          AND d.status NOT IN ('paid', 'closed'))
      UNION ALL
      (SELECT w.order_id, w.confirmed_at, w.shortages
        FROM offer w JOIN LATERAL (SELECT status FROM "order" WHERE id = w.order_id LIMIT 1) d ON true
        WHERE w.supplier_id = the_account AND w.status = 'chosen' AND w.chosen_at > at - interval '60 hours'
          AND d.status IN ('paid', 'closed') ORDER BY w.chosen_at DESC LIMIT 3)) f
      JOIN LATERAL (SELECT * FROM "order" WHERE id = f.order_id LIMIT 1) o ON true
      JOIN LATERAL (SELECT name, quartier_id, directions FROM account WHERE id = o.client_id LIMIT 1) a ON true
      JOIN LATERAL (SELECT address FROM contact WHERE id = o.contact_id LIMIT 1) c ON true
      JOIN LATERAL (SELECT name FROM zone WHERE id = o.zone_id LIMIT 1) z ON true);
END $$;

-- All that the supplier machine needs to know. The delivery code is the client's alone: it is not here.
CREATE FUNCTION supplier_view(the_account uuid, at timestamptz) RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE
  the_supplier supplier;
  requests json;
  orders json := '[]';
BEGIN
  SELECT * INTO the_supplier FROM supplier WHERE account_id = the_account;
  SELECT coalesce(json_agg(json_build_object(
      'orderId', o.id, 'number', o.number, 'zone', z.name, 'mode', o.mode, 'wantedAt', o.wanted_at, 'sentAt', q.sent_at,
      'deliveryFee', o.delivery_fee, 'status', q.status, 'lines', o.lines_shown,
      'offer', CASE WHEN f.id IS NOT NULL THEN json_build_object('offerId', f.id, 'goodsPrice', f.goods_price,
        'delayMinutes', f.delay_minutes) END
    ) ORDER BY q.sent_at), '[]') INTO requests
    FROM offer_request q
      JOIN LATERAL (SELECT * FROM "order" WHERE id = q.order_id LIMIT 1) o ON true
      JOIN LATERAL (SELECT name FROM zone WHERE id = o.zone_id LIMIT 1) z ON true
      LEFT JOIN LATERAL (SELECT id, goods_price, delay_minutes FROM offer
        WHERE order_id = q.order_id AND supplier_id = the_account AND status = 'open' LIMIT 1) f ON true
    WHERE q.supplier_id = the_account AND q.status IN ('sent', 'offered');
  IF EXISTS (SELECT FROM offer WHERE supplier_id = the_account AND status = 'chosen' AND chosen_at > at - interval '10 days') THEN
    orders := supplier_orders(the_account, at);
  END IF;
  RETURN json_build_object('pausedUntil', the_supplier.paused_until, 'usualDelayMinutes', the_supplier.usual_delay_minutes,
    'requests', requests, 'orders', orders);
END $$;

-- Everything a turn starts from, in one read.
CREATE FUNCTION read_conversation(the_contact uuid, at timestamptz, open_surfaces text[]) RETURNS json LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  c contact;
  a account;
  v conversation;
  items json;
  is_heard boolean;
  is_closed boolean;
  cart_elsewhere boolean := false;
BEGIN
  SELECT * INTO v FROM conversation WHERE contact_id = the_contact;
  SELECT * INTO c FROM contact WHERE id = the_contact;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT json_agg(json_build_object('id', m.id, 'kind', m.kind, 'payload', m.payload,
      'adapter', m.adapter, 'attempts', m.attempts) ORDER BY m.id), bool_or(m.kind = 'message') INTO items, is_heard
    FROM (SELECT * FROM mailbox_item w WHERE w.contact_id = the_contact AND w.handled_at IS NULL
      -- a burst is read as far as it has come: its last words need not be due yet
      AND (w.due_at <= at OR w.kind = 'message')
      ORDER BY w.id LIMIT 50) m;
  IF c.account_id IS NOT NULL THEN SELECT * INTO a FROM account WHERE id = c.account_id; END IF;
  -- Nothing to read at the start of a turn: at most the news has gone where its person prefers it.
  IF items IS NULL AND open_surfaces IS NOT NULL THEN
    RETURN json_build_object('items', json '[]', 'elsewhere', CASE WHEN a.preferred_channel IS NOT NULL THEN
      (SELECT to_tell FROM contact_to_tell(the_contact) AS to_tell WHERE to_tell <> the_contact) END);
  END IF;
  -- only a person met on two channels has a preferred one
  IF open_surfaces IS NOT NULL AND a.preferred_channel IS NOT NULL AND a.kind = 'client'
    AND is_heard THEN
    is_closed := c.adapter || ' ' || c.channel <> ALL (open_surfaces);
    PERFORM bring_cart(the_contact, NOT is_closed);
    cart_elsewhere := is_closed AND EXISTS (SELECT FROM "order" o
      WHERE o.contact_id = other_contact(the_contact) AND o.status = 'draft' AND o.client_id = a.id AND is_restricted(o.id));
  END IF;
  RETURN json_build_object(
    'contact', json_build_object('id', c.id, 'channel', c.channel, 'adapter', c.adapter, 'address', c.address,
      'language', c.language, 'displayName', c.display_name, 'optedOut', c.opted_out_at IS NOT NULL,
      'lastInboundAt', c.last_inbound_at,
      'blocked', EXISTS (SELECT FROM identity i JOIN blocked_identity b ON b.value = i.value WHERE i.contact_id = c.id)),
    'account', CASE WHEN a.id IS NOT NULL THEN json_build_object('id', a.id, 'kind', a.kind, 'status', a.status, 'name', a.name,
      'managerName', a.manager_name, 'zoneId', a.zone_id, 'quartierId', a.quartier_id, 'type', a.type, 'email', a.email,
      'rejectionReason', a.rejection_reason, 'habits', a.habits, 'deliveryFee', (SELECT z.delivery_fee FROM zone z WHERE z.id = a.zone_id)) END,
    'conversation', CASE WHEN v.contact_id IS NOT NULL THEN json_build_object('machine', v.machine,
      'machineVersion', v.machine_version, 'snapshot', v.snapshot, 'revision', v.revision, 'owner', v.owner,
      'heldBy', v.held_by, 'handOverReason', v.hand_over_reason, 'updatedAt', v.updated_at) END,
    'items', coalesce(items, '[]'),
    'routing', json_build_object('sender', c.sender, 'isNewsWaiting', c.news_waiting_at IS NOT NULL,
      'isCartElsewhere', cart_elsewhere,
      'preference', CASE WHEN a.preferred_channel IS NOT NULL THEN json_build_object('channel', a.preferred_channel,
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

-- As before, each identity and its contact looked up by key: the list of identities has an unknown length, for which all of
-- both tables was read.
CREATE OR REPLACE FUNCTION find_contact(the_channel "ChannelKind", identities jsonb)
RETURNS TABLE (contact_id uuid, address text, adapter text, contacts bigint, known bigint) LANGUAGE sql STABLE AS $$
  SELECT (array_agg(c.id ORDER BY c.account_id IS NULL, given.kind = 'phone', c.created_at, c.id))[1],
    (array_agg(c.address ORDER BY c.account_id IS NULL, given.kind = 'phone', c.created_at, c.id))[1],
    (array_agg(c.adapter ORDER BY c.account_id IS NULL, given.kind = 'phone', c.created_at, c.id))[1],
    count(DISTINCT c.id), count(*)
  FROM jsonb_to_recordset(identities) AS given(kind "IdentityKind", value text)
  CROSS JOIN LATERAL (SELECT k.contact_id FROM identity k
    WHERE k.channel = the_channel AND k.kind = given.kind AND k.value = given.value LIMIT 1) i
  CROSS JOIN LATERAL (SELECT * FROM contact WHERE id = i.contact_id LIMIT 1) c
$$;

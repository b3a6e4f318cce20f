-- What the rules of domain/orders and domain/offers start from, each in one round trip.

-- The last requests and offers of a supplier are its record when suppliers are ranked.
CREATE INDEX "offer_request_record" ON "offer_request" ("supplier_id", "sent_at" DESC);
CREATE INDEX "offer_record" ON "offer" ("supplier_id", "made_at" DESC);

-- Locks an order, then reads it: two statements, because a join read in the statement that waited for the lock would
-- show the offers as they were before the wait. With a supplier, what its bid depends on too.
CREATE FUNCTION lock_order(the_order uuid, the_supplier uuid) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM "order" WHERE id = the_order FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  RETURN (SELECT jsonb_build_object(
    'orderId', o.id, 'number', o.number, 'status', o.status, 'clientId', o.client_id, 'contactId', o.contact_id,
    'mode', o.mode, 'wantedAt', o.wanted_at, 'deliveryFee', o.delivery_fee, 'clientRate', o.client_rate,
    'supplierRate', o.supplier_rate, 'amountDue', o.amount_due, 'goodsTotal', o.goods_total,
    'depositTotal', o.deposit_total, 'deliveryCode', o.delivery_code, 'promisedAt', o.promised_at, 'waves', o.waves,
    'placedAt', o.placed_at, 'clientStatus', a.status,
    'zone', jsonb_build_object('id', z.id, 'name', z.name, 'deliveryFee', z.delivery_fee, 'side', z.side,
      'adjacent', z.adjacent, 'latitude', coalesce(a.latitude, z.latitude), 'longitude', coalesce(a.longitude, z.longitude)),
    'lines', o.lines_shown,
    'offers', coalesce((SELECT jsonb_agg(jsonb_build_object(
        'offerId', f.id, 'supplierId', f.supplier_id, 'contactId', f.contact_id, 'supplier', s.name, 'status', f.status,
        'goodsPrice', f.goods_price, 'deliveryFee', f.delivery_fee, 'deposits', f.deposits,
        'delayMinutes', f.delay_minutes, 'complete', f.complete, 'shortages', f.shortages, 'validUntil', f.valid_until,
        'madeAt', f.made_at, 'confirmBy', f.confirm_by, 'confirmedAt', f.confirmed_at,
        'ratingSum', s.rating_sum, 'ratingCount', s.rating_count) ORDER BY f.made_at, f.id)
      FROM offer f JOIN account s ON s.id = f.supplier_id WHERE f.order_id = o.id), '[]'),
    'bidder', (SELECT jsonb_build_object('status', b.status, 'usualDelayMinutes', s.usual_delay_minutes,
        'zone', jsonb_build_object('id', b.zone_id, 'side', bz.side), 'request', q.status)
      FROM offer_request q JOIN account b ON b.id = q.supplier_id JOIN supplier s ON s.account_id = b.id
        JOIN zone bz ON bz.id = b.zone_id
      WHERE q.order_id = o.id AND q.supplier_id = the_supplier))
  FROM "order" o JOIN account a ON a.id = o.client_id JOIN zone z ON z.id = o.zone_id WHERE o.id = the_order);
END $$;

-- A cart as conversations show it.
CREATE FUNCTION cart_of(the_order uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('orderId', o.id, 'mode', o.mode, 'wantedAt', o.wanted_at, 'directions', o.directions,
    'updatedAt', o.created_at, 'lines', o.lines_shown)
  FROM "order" o WHERE o.id = the_order
$$;

-- Replaces the lines of a contact's cart, making it when there is none. Prices and deposits are today's; the product
-- and packaging of each line were looked for by the caller. Gives the cart, or null when the account is not a client.
CREATE FUNCTION set_cart(the_client uuid, the_contact uuid, new_lines jsonb, at timestamptz) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  the_cart uuid;
BEGIN
  INSERT INTO "order" (client_id, contact_id, zone_id, created_at)
    SELECT a.id, the_contact, a.zone_id, at FROM account a WHERE a.id = the_client AND a.kind = 'client'
    ON CONFLICT (contact_id) WHERE status = 'draft' DO UPDATE SET created_at = excluded.created_at
    RETURNING id INTO the_cart;
  IF the_cart IS NULL THEN RETURN NULL; END IF;
  DELETE FROM order_line WHERE order_id = the_cart;
  INSERT INTO order_line (order_id, position, product_id, unit, quantity, reference_price, deposit)
    SELECT the_cart, line.position, line.product, line.unit, line.quantity, k.reference_price, k.deposit
    FROM jsonb_to_recordset(new_lines) AS line(position int, product text, unit text, quantity numeric)
      JOIN packaging k ON k.product_id = line.product AND k.unit = line.unit;
  RETURN cart_of(the_cart);
END $$;

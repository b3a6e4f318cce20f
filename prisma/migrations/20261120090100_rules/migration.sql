-- What must never be stored.

CREATE SEQUENCE "order_number_seq" START 1001;
CREATE SEQUENCE "receipt_seq" START 1;

-- One cart per contact, one chosen offer per order, one living offer per supplier and order.
CREATE UNIQUE INDEX "order_one_cart" ON "order" ("contact_id") WHERE "status" = 'draft';
CREATE UNIQUE INDEX "offer_one_chosen" ON "offer" ("order_id") WHERE "status" = 'chosen';
CREATE UNIQUE INDEX "offer_one_living" ON "offer" ("order_id", "supplier_id") WHERE "status" IN ('open', 'chosen');
CREATE UNIQUE INDEX "order_timer_one_open" ON "order_timer" ("order_id", "kind") WHERE "done_at" IS NULL;
CREATE INDEX "order_timer_due" ON "order_timer" ("due_at") WHERE "done_at" IS NULL;
CREATE UNIQUE INDEX "alert_one_open" ON "alert" ("rule", "subject") WHERE "closed_at" IS NULL;
CREATE UNIQUE INDEX "account_one_client" ON "account" (lower("name"), coalesce("quartier_id", "zone_id"))
  WHERE "kind" = 'client' AND "status" IN ('pending', 'approved', 'suspended');
CREATE UNIQUE INDEX "payment_one_pending" ON "payment" ("order_id") WHERE "status" IN ('created', 'pending', 'unknown');
CREATE INDEX "payment_to_ask" ON "payment" ("ask_again_at") WHERE "status" IN ('created', 'pending', 'unknown');

-- What a turn looks for: what is under way, however long the history.
CREATE INDEX "order_under_way" ON "order" ("client_id")
  WHERE "status" IN ('pending_offers', 'offers_received', 'accepted', 'preparing', 'delivering', 'delivered');
CREATE INDEX "order_over" ON "order" ("client_id", "delivered_at" DESC) WHERE "status" IN ('paid', 'closed');
CREATE INDEX "offer_won" ON "offer" ("supplier_id", "chosen_at" DESC) WHERE "status" = 'chosen';

-- The queues: only what is left to do is in these indexes.
CREATE INDEX "mailbox_due" ON "mailbox_item" ("due_at") WHERE "handled_at" IS NULL;
CREATE INDEX "mailbox_waiting" ON "mailbox_item" ("contact_id", "id") WHERE "handled_at" IS NULL;
CREATE UNIQUE INDEX "mailbox_one_timer" ON "mailbox_item" ("contact_id", "timer_key")
  WHERE "handled_at" IS NULL AND "timer_key" IS NOT NULL;
CREATE INDEX "outbox_waiting" ON "outbox_message" ("contact_id", "id") WHERE "status" IN ('queued', 'sending', 'unknown');
CREATE INDEX "outbox_due" ON "outbox_message" ("due_at") WHERE "status" IN ('queued', 'sending', 'unknown');

ALTER TABLE "account" ADD CHECK (length(trim("name")) BETWEEN 1 AND 120),
  ADD CHECK ("rating_sum" BETWEEN "rating_count" AND 5 * "rating_count"),
  ADD CHECK ("status" <> 'rejected' OR "rejection_reason" IS NOT NULL),
  ADD CHECK ("status" <> 'suspended' OR "suspension_reason" IS NOT NULL);
ALTER TABLE "supplier" ADD CHECK ("usual_delay_minutes" BETWEEN 1 AND 1440), ADD CHECK ("vehicles" >= 0);
ALTER TABLE "contact" ADD CHECK ("language" IN ('fr', 'en'));
ALTER TABLE "conversation" ADD CHECK (("owner" = 'staff') = ("held_by" IS NOT NULL AND "held_until" IS NOT NULL)),
  ADD CHECK ("machine" IN ('client', 'supplier'));
ALTER TABLE "mailbox_item" ADD CHECK ("kind" <> 'message' OR ("adapter" IS NOT NULL AND "provider_id" IS NOT NULL)),
  ADD CHECK ("kind" = 'timer' OR "timer_key" IS NULL);
ALTER TABLE "zone" ADD CHECK ("delivery_fee" >= 0), ADD CHECK ("side" IN ('nord', 'sud'));
ALTER TABLE "packaging" ADD CHECK ("pieces" > 0), ADD CHECK ("deposit" >= 0), ADD CHECK ("reference_price" > 0);
ALTER TABLE "order" ADD CHECK ("delivery_fee" >= 0), ADD CHECK ("amount_due" >= 0), ADD CHECK ("goods_total" >= 0),
  ADD CHECK ("deposit_total" >= 0), ADD CHECK ("client_rate" BETWEEN 0 AND 10000), ADD CHECK ("supplier_rate" BETWEEN 0 AND 10000),
  ADD CHECK ("delivery_code" ~ '^[0-9]{4}$'),
  ADD CHECK ("status" = 'draft' OR "number" IS NOT NULL),
  ADD CHECK ("status" IN ('draft', 'cancelled') OR ("client_rate" IS NOT NULL AND "supplier_rate" IS NOT NULL AND "placed_at" IS NOT NULL)),
  ADD CHECK ("status" NOT IN ('accepted', 'preparing', 'delivering', 'delivered', 'paid', 'closed')
    OR ("amount_due" IS NOT NULL AND "goods_total" IS NOT NULL AND "accepted_at" IS NOT NULL));
ALTER TABLE "order_line" ADD CHECK ("quantity" > 0 AND "quantity" <= 10000), ADD CHECK ("reference_price" > 0),
  ADD CHECK ("unit" = 'kg' OR "quantity" = trunc("quantity")), ADD CHECK ("delivered" >= 0), ADD CHECK ("deposit" >= 0);
ALTER TABLE "offer" ADD CHECK ("goods_price" > 0), ADD CHECK ("delivery_fee" >= 0), ADD CHECK ("deposits" >= 0),
  ADD CHECK ("delay_minutes" BETWEEN 1 AND 2880), ADD CHECK ("valid_until" > "made_at"),
  ADD CHECK ("status" <> 'chosen' OR ("chosen_at" IS NOT NULL AND "confirm_by" IS NOT NULL));
ALTER TABLE "order_correction" ADD CHECK ("kind" IN ('missing', 'broken', 'weighed')), ADD CHECK ("quantity" >= 0);
ALTER TABLE "payment" ADD CHECK ("amount" > 0), ADD CHECK ("reference" ~ '^[A-Za-z0-9-]{1,24}$'),
  ADD CHECK (("status" = 'succeeded') = ("settled_at" IS NOT NULL AND "receipt" IS NOT NULL));
ALTER TABLE "refund" ADD CHECK ("amount" > 0);
ALTER TABLE "voucher" ADD CHECK ("amount" > 0);
ALTER TABLE "rating" ADD CHECK ("score" BETWEEN 1 AND 5);

-- An order only moves along the arrows of product.md 2, whoever writes it.
CREATE FUNCTION order_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> OLD.status AND NOT (OLD.status::text, NEW.status::text) IN (
    ('draft', 'pending_offers'),
    ('pending_offers', 'offers_received'), ('pending_offers', 'expired'), ('pending_offers', 'cancelled'),
    ('offers_received', 'pending_offers'), ('offers_received', 'accepted'), ('offers_received', 'expired'),
    ('offers_received', 'cancelled'),
    ('accepted', 'preparing'), ('accepted', 'delivering'), ('accepted', 'offers_received'), ('accepted', 'pending_offers'),
    ('accepted', 'cancelled'),
    ('preparing', 'delivering'), ('preparing', 'delivered'), ('preparing', 'cancelled'), ('preparing', 'pending_offers'),
    ('delivering', 'delivered'), ('delivering', 'cancelled'),
    ('delivered', 'paid'), ('paid', 'closed')
  ) THEN
    RAISE EXCEPTION 'order % cannot go from % to %', OLD.number, OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "order_moves" BEFORE UPDATE OF "status" ON "order" FOR EACH ROW EXECUTE FUNCTION order_moves();

-- Books and logs are written once.
CREATE FUNCTION written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: correct with a new row', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "written_once" BEFORE UPDATE OR DELETE ON "ledger_entry" FOR EACH ROW EXECUTE FUNCTION written_once();
CREATE TRIGGER "written_once" BEFORE UPDATE OR DELETE ON "ledger_transaction" FOR EACH ROW EXECUTE FUNCTION written_once();
CREATE TRIGGER "written_once" BEFORE UPDATE OR DELETE ON "audit_log" FOR EACH ROW EXECUTE FUNCTION written_once();
CREATE TRIGGER "written_once" BEFORE UPDATE OR DELETE ON "order_log" FOR EACH ROW EXECUTE FUNCTION written_once();
CREATE TRIGGER "written_once" BEFORE UPDATE OR DELETE ON "setting_change" FOR EACH ROW EXECUTE FUNCTION written_once();
CREATE TRIGGER "never_emptied" BEFORE TRUNCATE ON "ledger_entry" EXECUTE FUNCTION written_once();
CREATE TRIGGER "never_emptied" BEFORE TRUNCATE ON "ledger_transaction" EXECUTE FUNCTION written_once();
CREATE TRIGGER "never_emptied" BEFORE TRUNCATE ON "audit_log" EXECUTE FUNCTION written_once();

-- Each ledger transaction sums to zero when it commits, and has entries.
CREATE FUNCTION ledger_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  the_transaction uuid;
  total bigint;
  entries int;
BEGIN
  IF TG_TABLE_NAME = 'ledger_transaction' THEN the_transaction := NEW.id; ELSE the_transaction := NEW.transaction_id; END IF;
  SELECT coalesce(sum(amount), 0), count(*) INTO total, entries FROM ledger_entry WHERE transaction_id = the_transaction;
  IF total <> 0 OR entries < 2 THEN
    RAISE EXCEPTION 'ledger transaction % has % entries that sum to %', the_transaction, entries, total
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "ledger_balanced" AFTER INSERT ON "ledger_transaction" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION ledger_balanced();
CREATE CONSTRAINT TRIGGER "ledger_balanced" AFTER INSERT ON "ledger_entry" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION ledger_balanced();
ALTER TABLE "ledger_entry" ADD CHECK ("amount" <> 0);

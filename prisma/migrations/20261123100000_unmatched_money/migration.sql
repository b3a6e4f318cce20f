-- Money that came under a reference of nobody's (product.md 3): kept to the franc until finance gives it to an order or a
-- depot, or sends it back. Once.
CREATE TYPE "UnmatchedStatus" AS ENUM ('open', 'attached', 'sent_back');

CREATE TABLE "unmatched_payment" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "number" SERIAL NOT NULL,
    "method" "PaymentMethod" NOT NULL,
    "amount" INTEGER NOT NULL,
    "reference" TEXT NOT NULL,
    "provider_ref" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "status" "UnmatchedStatus" NOT NULL DEFAULT 'open',
    "payment_id" UUID,
    "supplier_id" UUID,
    "settled_by" TEXT,
    "settled_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "unmatched_payment_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "unmatched_payment_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "unmatched_payment_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "unmatched_payment_is_money" CHECK ("amount" > 0 AND "method" <> 'cash'),
    CONSTRAINT "unmatched_payment_named" CHECK (length("reference") BETWEEN 1 AND 80 AND length("provider_ref") BETWEEN 1 AND 80),
    CONSTRAINT "unmatched_payment_settled" CHECK (num_nulls("settled_by", "settled_at", "reason") = CASE WHEN "status" = 'open' THEN 3 ELSE 0 END),
    CONSTRAINT "unmatched_payment_one_owner" CHECK (num_nonnulls("payment_id", "supplier_id") = CASE WHEN "status" = 'attached' THEN 1 ELSE 0 END)
);
CREATE UNIQUE INDEX "unmatched_payment_number_key" ON "unmatched_payment"("number");
CREATE UNIQUE INDEX "unmatched_payment_payment_id_key" ON "unmatched_payment"("payment_id");
CREATE UNIQUE INDEX "unmatched_payment_method_provider_ref_key" ON "unmatched_payment"("method", "provider_ref");
CREATE INDEX "unmatched_payment_status_id_idx" ON "unmatched_payment"("status", "id");
CREATE INDEX "unmatched_payment_supplier_id_idx" ON "unmatched_payment"("supplier_id");

ALTER TABLE "refund" ALTER COLUMN "payment_id" DROP NOT NULL, ADD COLUMN "unmatched_id" UUID,
  ADD CONSTRAINT "refund_unmatched_id_fkey" FOREIGN KEY ("unmatched_id") REFERENCES "unmatched_payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "refund_of_one" CHECK (num_nonnulls("payment_id", "unmatched_id") = 1);
CREATE UNIQUE INDEX "refund_unmatched_id_key" ON "refund"("unmatched_id");

-- Settled once, as the money that it is: an order gets the same francs of the same operator, a depot is a depot, and what
-- is sent back is all of it.
CREATE FUNCTION unmatched_settled_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.status <> 'open'
    OR (NEW.method, NEW.amount, NEW.reference, NEW.provider_ref, NEW.received_at)
      IS DISTINCT FROM (OLD.method, OLD.amount, OLD.reference, OLD.provider_ref, OLD.received_at) THEN
    RAISE EXCEPTION 'unmatched payment % is settled once, and its money never changes', OLD.number USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.payment_id IS NOT NULL AND NOT EXISTS (SELECT FROM payment p WHERE p.id = NEW.payment_id AND p.status = 'succeeded'
      AND (p.method, p.amount, p.provider_ref) = (NEW.method, NEW.amount, NEW.provider_ref)) THEN
    RAISE EXCEPTION 'unmatched payment % is not that payment', OLD.number USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.supplier_id IS NOT NULL AND NOT EXISTS (SELECT FROM account a WHERE a.id = NEW.supplier_id AND a.kind = 'supplier') THEN
    RAISE EXCEPTION 'unmatched payment % goes to a depot or to an order', OLD.number USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status = 'sent_back' AND NOT EXISTS (SELECT FROM refund r WHERE r.unmatched_id = NEW.id AND r.amount = NEW.amount) THEN
    RAISE EXCEPTION 'unmatched payment % has no refund of its amount', OLD.number USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "unmatched_settled_once" BEFORE UPDATE OR DELETE ON "unmatched_payment"
  FOR EACH ROW EXECUTE FUNCTION unmatched_settled_once();

-- A refund of money that was given to somebody would pay it out twice.
CREATE FUNCTION unmatched_sent_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM unmatched_payment u WHERE u.id = NEW.unmatched_id AND u.status = 'sent_back') THEN
    RAISE EXCEPTION 'refund % is of money that is not sent back', NEW.reference USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "unmatched_sent_back" AFTER INSERT OR UPDATE OF "unmatched_id" ON "refund" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW."unmatched_id" IS NOT NULL) EXECUTE FUNCTION unmatched_sent_back();

-- One movement of money is one: known as a payment it waits for nobody, and the other way round.
CREATE FUNCTION money_known_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM payment p WHERE p.method = NEW.method AND p.provider_ref = NEW.provider_ref) THEN
    RAISE EXCEPTION 'money % of % is a payment already', NEW.provider_ref, NEW.method USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "money_known_once" BEFORE INSERT ON "unmatched_payment" FOR EACH ROW EXECUTE FUNCTION money_known_once();

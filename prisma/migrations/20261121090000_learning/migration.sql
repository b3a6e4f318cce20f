-- What is learnt from use (docs/learning.md): habits of an account with their evidence, words that staff added to a
-- product, and which of the messages that were not understood somebody has looked at.

ALTER TABLE "account" ADD COLUMN "habits" JSONB NOT NULL DEFAULT '[]';

CREATE TABLE "habit_evidence" (
    "id" BIGSERIAL NOT NULL,
    "account_id" UUID NOT NULL,
    "about" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "how" TEXT NOT NULL,
    "message_id" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "habit_evidence_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "habit_evidence_message_id_about_key" ON "habit_evidence"("message_id", "about");
CREATE INDEX "habit_evidence_account_id_about_id_idx" ON "habit_evidence"("account_id", "about", "id");
ALTER TABLE "habit_evidence" ADD CONSTRAINT "habit_evidence_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "habit_evidence" ADD CONSTRAINT "habit_evidence_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "habit_evidence" ADD CONSTRAINT "habit_evidence_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "mailbox_item"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "habit_evidence" ADD CHECK ("how" IN ('chosen', 'corrected', 'refused')), ADD CHECK ("about" ~ '^(brand|word):.');

CREATE TABLE "synonym" (
    "word" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "added_by" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "synonym_pkey" PRIMARY KEY ("word")
);
CREATE INDEX "synonym_product_id_idx" ON "synonym"("product_id");
ALTER TABLE "synonym" ADD CONSTRAINT "synonym_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "synonym" ADD CHECK ("word" ~ '^[a-z0-9]+( [a-z0-9]+)*$' AND "word" ~ '[a-z]' AND length("word") <= 80);

CREATE TABLE "handled_wording" (
    "wording" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "handled_by" TEXT NOT NULL,
    "handled_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "handled_wording_pkey" PRIMARY KEY ("wording")
);
ALTER TABLE "handled_wording" ADD CHECK (length(trim("note")) BETWEEN 1 AND 500);

-- Only messages that gave trouble are in it, so that the others cost nothing.
CREATE INDEX "mailbox_trouble" ON "mailbox_item" ("created_at") WHERE "reading" ? 'trouble';

-- The delivery codes that were alive around a message of a contact: nobody reads them in the API (product.md 2).
CREATE FUNCTION delivery_codes_around(the_contact uuid, the_time timestamptz) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT d.delivery_code), '{}')
  FROM contact c JOIN "order" d ON d.delivery_code IS NOT NULL AND (d.client_id = c.account_id
    OR d.id IN (SELECT f.order_id FROM offer f WHERE f.supplier_id = c.account_id AND f.status = 'chosen'))
  WHERE c.id = the_contact
    AND the_time >= coalesce(d.accepted_at, d.placed_at) - interval '1 minute'
    AND the_time <= coalesce(d.delivered_at, d.closed_at, 'infinity') + interval '2 days'
$$;

-- The habits that evidence makes: the product of the newest run of evidence, that is since another product was named or
-- this one refused. One correction is enough (the client said that we had read it wrong), or two choices in a row (one
-- may be the fancy of an evening). Evidence counts for 180 days: after that we ask again.
CREATE FUNCTION habits_of(the_account uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('about', about, 'product', product_id, 'until', until) ORDER BY about), '[]')
  FROM (
    SELECT e.about, e.product_id, max(e.at) + interval '180 days' AS until
    FROM (SELECT *, max(at) OVER (PARTITION BY about) AS last_at FROM habit_evidence WHERE account_id = the_account) e
    WHERE e.how <> 'refused' AND e.at > e.last_at - interval '180 days'
      AND NOT EXISTS (SELECT FROM habit_evidence later WHERE later.account_id = the_account AND later.about = e.about
        AND later.id > e.id AND (later.product_id <> e.product_id) <> (later.how = 'refused'))
    GROUP BY e.about, e.product_id
    HAVING bool_or(e.how = 'corrected') OR count(*) >= 2
  ) habit
$$;

-- Kept on the account, which a turn reads anyway: habits cost its read nothing.
CREATE FUNCTION show_habits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Two phones of one account may teach at the same instant: who comes second waits here, and then sees both.
  PERFORM FROM account WHERE id = ANY (ARRAY(SELECT account_id FROM changed)) ORDER BY id FOR NO KEY UPDATE;
  UPDATE account SET habits = habits_of(id)
    WHERE id = ANY (ARRAY(SELECT account_id FROM changed)) AND habits IS DISTINCT FROM habits_of(id);
  RETURN NULL;
END $$;
CREATE TRIGGER "show_added_evidence" AFTER INSERT ON "habit_evidence" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION show_habits();
CREATE TRIGGER "show_removed_evidence" AFTER DELETE ON "habit_evidence" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION show_habits();

-- What a message taught comes with its reading, in the same commit: no statement of its own. A product that is gone
-- meanwhile teaches nothing, and fails nobody's turn.
CREATE FUNCTION learn_from_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO habit_evidence (account_id, about, product_id, how, message_id, at)
  SELECT c.account_id, learnt.about, p.id, learnt.how, NEW.id, NEW.handled_at
  FROM jsonb_to_recordset(NEW.reading -> 'learnt') AS learnt(about text, product text, how text)
    JOIN product p ON p.id = learnt.product
    JOIN contact c ON c.id = NEW.contact_id
    JOIN account a ON a.id = c.account_id AND a.kind = 'client'
  ON CONFLICT (message_id, about) DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER "learn_from_message" AFTER UPDATE OF "reading" ON "mailbox_item"
  FOR EACH ROW WHEN (NEW.reading ? 'learnt') EXECUTE FUNCTION learn_from_message();

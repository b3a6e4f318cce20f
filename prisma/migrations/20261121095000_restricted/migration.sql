-- CreateEnum
CREATE TYPE "GoodsClass" AS ENUM ('open', 'restricted');

-- CreateTable
CREATE TABLE "product_category" (
    "id" TEXT NOT NULL,
    "class" "GoodsClass" NOT NULL,

    CONSTRAINT "product_category_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "restricted_stop" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "surface" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "thrown_by" TEXT NOT NULL,
    "thrown_at" TIMESTAMPTZ(3) NOT NULL,
    "lifted_by" TEXT,
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "restricted_stop_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "page_link" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "token_hash" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "order_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "adult_at" TIMESTAMPTZ(3),

    CONSTRAINT "page_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "page_submission" (
    "link_id" UUID NOT NULL,
    "nonce" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "page_submission_pkey" PRIMARY KEY ("link_id","nonce")
);

-- CreateIndex
CREATE UNIQUE INDEX "page_link_token_hash_key" ON "page_link"("token_hash");

-- CreateIndex
CREATE INDEX "page_link_contact_id_created_at_idx" ON "page_link"("contact_id", "created_at");

-- CreateIndex
CREATE INDEX "page_link_order_id_idx" ON "page_link"("order_id");

-- A category is there as soon as it has a product. Alcohol and tobacco begin restricted, everything else open; from then on
-- it is what staff say it is (product.md 7).
CREATE FUNCTION class_of_new_category(category text, alcohol boolean) RETURNS "GoodsClass" LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN alcohol OR category ~* '(alco|tabac|tobacco|cigar|chicha|vape)' THEN 'restricted' ELSE 'open' END::"GoodsClass"
$$;
INSERT INTO "product_category" ("id", "class")
  SELECT category, class_of_new_category(category, bool_or(alcohol)) FROM "product" GROUP BY category;
CREATE FUNCTION make_category() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO product_category (id, class) VALUES (NEW.category, class_of_new_category(NEW.category, NEW.alcohol))
    ON CONFLICT DO NOTHING;
  RETURN NEW;
END $$;
CREATE TRIGGER "make_category" BEFORE INSERT OR UPDATE OF "category" ON "product"
  FOR EACH ROW EXECUTE FUNCTION make_category();

-- AddForeignKey
ALTER TABLE "product" ADD CONSTRAINT "product_category_fkey" FOREIGN KEY ("category") REFERENCES "product_category"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "page_link" ADD CONSTRAINT "page_link_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "page_link" ADD CONSTRAINT "page_link_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "page_link" ADD CONSTRAINT "page_link_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "page_submission" ADD CONSTRAINT "page_submission_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "page_link"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One stop at a time on a surface; lifted by somebody, at some time, or not at all.
CREATE UNIQUE INDEX "restricted_stop_one_open" ON "restricted_stop" ("surface") WHERE "lifted_at" IS NULL;
ALTER TABLE "restricted_stop" ADD CHECK ("surface" ~ '^[a-z0-9-]+-(whatsapp|sms)$'), ADD CHECK (length(trim("why")) > 0),
  ADD CHECK (("lifted_at" IS NULL) = ("lifted_by" IS NULL)), ADD CHECK ("lifted_at" >= "thrown_at");
ALTER TABLE "page_link" ADD CHECK ("token_hash" ~ '^[0-9a-f]{64}$'), ADD CHECK ("expires_at" > "created_at");
ALTER TABLE "page_submission" ADD CHECK (length("nonce") BETWEEN 16 AND 64);

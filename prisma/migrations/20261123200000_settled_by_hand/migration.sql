-- Money that staff say has come, on a proof, before the operator has (product.md 3: by hand only with a proof attached).
CREATE TABLE "payment_proof" (
    "payment_id" UUID NOT NULL,
    "method" "PaymentMethod" NOT NULL,
    "provider_ref" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "given_by" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_proof_pkey" PRIMARY KEY ("payment_id"),
    CONSTRAINT "payment_proof_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "payment_proof_amount" CHECK ("amount" > 0),
    CONSTRAINT "payment_proof_method" CHECK ("method" <> 'cash'),
    CONSTRAINT "payment_proof_provider_ref" CHECK ("provider_ref" ~ '^[A-Za-z0-9._-]{4,60}$'),
    CONSTRAINT "payment_proof_name" CHECK (length("name") BETWEEN 1 AND 100),
    CONSTRAINT "payment_proof_type" CHECK ("content_type" IN ('image/jpeg', 'image/png', 'application/pdf')),
    CONSTRAINT "payment_proof_size" CHECK (octet_length("bytes") BETWEEN 1 AND 16777216)
);

-- One transaction of an operator is the proof of one payment.
CREATE UNIQUE INDEX "payment_proof_method_provider_ref_key" ON "payment_proof"("method", "provider_ref");
ALTER TABLE "payment_proof" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;

CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON "payment_proof" FOR EACH ROW EXECUTE FUNCTION written_once();

-- What a payment rests on until the operator has said the same: its own proof, and there is no other way to rest on one.
ALTER TABLE "payment" ADD COLUMN "proof_id" UUID,
  ADD CONSTRAINT "payment_proof_id_fkey" FOREIGN KEY ("proof_id") REFERENCES "payment_proof"("payment_id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "payment_own_proof" CHECK ("proof_id" = "id"),
  ADD CONSTRAINT "payment_on_proof" CHECK ("proof_id" IS NULL OR "status" = 'succeeded');
CREATE UNIQUE INDEX "payment_proof_id_key" ON "payment"("proof_id");

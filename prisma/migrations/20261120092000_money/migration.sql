-- Money: what the payment sweep and the reminders look for, and the memory of the simulated operator.

-- The accounts that every sale touches exist from the start: nobody waits for another's first sale.
INSERT INTO "ledger_account" ("code") VALUES
  ('revenue:client_commission'), ('revenue:supplier_commission'),
  ('money:orange_money'), ('money:mtn_momo'), ('money:moov_money'), ('money:wave'),
  ('expense:vouchers'), ('suspense:unmatched');

-- Still asked about: given up by us after 30 minutes, not by the operator; succeeded a minute ago, perhaps twice.
CREATE INDEX "payment_followed" ON "payment" ("ask_again_at")
  WHERE "status" IN ('expired', 'succeeded') AND "ask_again_at" IS NOT NULL;

-- One reminder an order and delay, whatever the number of processes.
CREATE UNIQUE INDEX "order_log_one_reminder" ON "order_log" ("order_id", "why") WHERE "event" = 'payment.reminder';

CREATE INDEX "refund_unsettled" ON "refund" ("requested_at") WHERE "status" IN ('requested', 'sent');

-- What the simulated operator was asked. What became of it is worked out from the time: nothing to lose on kill -9.
CREATE TABLE "simulated_payment" (
    "reference" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "simulated_payment_pkey" PRIMARY KEY ("reference")
);
CREATE TABLE "simulated_refund" (
    "reference" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "simulated_refund_pkey" PRIMARY KEY ("reference")
);

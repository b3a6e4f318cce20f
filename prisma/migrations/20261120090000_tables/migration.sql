-- Mailbox and outbox draw their ids from one sequence: the order of a transcript.
CREATE SEQUENCE "message_seq";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "AccountKind" AS ENUM ('client', 'supplier');

-- CreateEnum
CREATE TYPE "AccountStatus" AS ENUM ('pending', 'approved', 'rejected', 'suspended', 'closed');

-- CreateEnum
CREATE TYPE "ChannelKind" AS ENUM ('whatsapp', 'sms');

-- CreateEnum
CREATE TYPE "IdentityKind" AS ENUM ('phone', 'whatsapp_id', 'lid');

-- CreateEnum
CREATE TYPE "Owner" AS ENUM ('bot', 'staff');

-- CreateEnum
CREATE TYPE "MailboxKind" AS ENUM ('message', 'event', 'staff', 'timer');

-- CreateEnum
CREATE TYPE "OutboxStatus" AS ENUM ('queued', 'held', 'sending', 'unknown', 'sent', 'delivered', 'read', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "OrderStatus" AS ENUM ('draft', 'pending_offers', 'offers_received', 'accepted', 'preparing', 'delivering', 'delivered', 'paid', 'closed', 'cancelled', 'expired');

-- CreateEnum
CREATE TYPE "DeliveryMode" AS ENUM ('delivery', 'pickup');

-- CreateEnum
CREATE TYPE "OfferStatus" AS ENUM ('open', 'chosen', 'lost', 'withdrawn', 'expired', 'lapsed');

-- CreateEnum
CREATE TYPE "RequestStatus" AS ENUM ('sent', 'offered', 'declined', 'closed');

-- CreateEnum
CREATE TYPE "PaymentMethod" AS ENUM ('orange_money', 'mtn_momo', 'moov_money', 'wave', 'cash');

-- CreateEnum
CREATE TYPE "PaymentStatus" AS ENUM ('created', 'pending', 'succeeded', 'failed', 'expired', 'cancelled', 'unknown');

-- CreateEnum
CREATE TYPE "RefundStatus" AS ENUM ('requested', 'sent', 'done', 'failed');

-- CreateEnum
CREATE TYPE "Side" AS ENUM ('client', 'supplier');

-- CreateEnum
CREATE TYPE "DisputeKind" AS ENUM ('missing', 'damaged', 'late', 'billing', 'conduct');

-- CreateEnum
CREATE TYPE "Severity" AS ENUM ('info', 'warn', 'high', 'critical');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('support_l1', 'support_l2', 'operations', 'manager', 'finance', 'finance_director', 'admin', 'auditor');

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "kind" "AccountKind" NOT NULL,
    "status" "AccountStatus" NOT NULL DEFAULT 'pending',
    "name" TEXT NOT NULL,
    "manager_name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "email" TEXT,
    "zone_id" TEXT NOT NULL,
    "quartier_id" TEXT,
    "directions" TEXT,
    "latitude" DOUBLE PRECISION,
    "longitude" DOUBLE PRECISION,
    "consented_at" TIMESTAMPTZ(3) NOT NULL,
    "checks" JSONB NOT NULL DEFAULT '{}',
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "rejection_reason" TEXT,
    "suspension_reason" TEXT,
    "rating_sum" INTEGER NOT NULL DEFAULT 0,
    "rating_count" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "supplier" (
    "account_id" UUID NOT NULL,
    "trade_register" TEXT NOT NULL,
    "alcohol_licence" TEXT NOT NULL,
    "vehicles" INTEGER NOT NULL DEFAULT 0,
    "visited_at" TIMESTAMPTZ(3),
    "usual_delay_minutes" INTEGER NOT NULL DEFAULT 45,
    "paused_until" TIMESTAMPTZ(3),

    CONSTRAINT "supplier_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "supplier_zone" (
    "supplier_id" UUID NOT NULL,
    "zone_id" TEXT NOT NULL,

    CONSTRAINT "supplier_zone_pkey" PRIMARY KEY ("supplier_id","zone_id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "account_id" UUID,
    "channel" "ChannelKind" NOT NULL,
    "adapter" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "display_name" TEXT,
    "language" TEXT NOT NULL DEFAULT 'fr',
    "opted_out_at" TIMESTAMPTZ(3),
    "unreachable_at" TIMESTAMPTZ(3),
    "last_inbound_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "contact_id" UUID NOT NULL,
    "channel" "ChannelKind" NOT NULL,
    "kind" "IdentityKind" NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "blocked_identity" (
    "value" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "blocked_identity_pkey" PRIMARY KEY ("value")
);

-- CreateTable
CREATE TABLE "conversation" (
    "contact_id" UUID NOT NULL,
    "machine" TEXT NOT NULL,
    "machine_version" INTEGER NOT NULL,
    "snapshot" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "owner" "Owner" NOT NULL DEFAULT 'bot',
    "held_by" TEXT,
    "held_until" TIMESTAMPTZ(3),
    "hand_over_requested_at" TIMESTAMPTZ(3),
    "hand_over_reason" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("contact_id")
);

-- CreateTable
CREATE TABLE "mailbox_item" (
    "id" BIGINT NOT NULL DEFAULT nextval('message_seq'),
    "contact_id" UUID NOT NULL,
    "kind" "MailboxKind" NOT NULL,
    "payload" JSONB NOT NULL,
    "adapter" TEXT,
    "provider_id" TEXT,
    "timer_key" TEXT,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handled_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "reading" JSONB,

    CONSTRAINT "mailbox_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_message" (
    "id" BIGINT NOT NULL DEFAULT nextval('message_seq'),
    "contact_id" UUID NOT NULL,
    "content" JSONB NOT NULL,
    "copy" TEXT NOT NULL,
    "urgent" BOOLEAN NOT NULL DEFAULT true,
    "author" TEXT NOT NULL DEFAULT 'bot',
    "status" "OutboxStatus" NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "adapter" TEXT,
    "provider_id" TEXT,
    "segments" INTEGER,
    "price" DECIMAL(12,5),
    "price_unit" TEXT,
    "error_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "early_status" (
    "adapter" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "error_code" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "early_status_pkey" PRIMARY KEY ("adapter","provider_id","status")
);

-- CreateTable
CREATE TABLE "zone" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "latitude" DOUBLE PRECISION NOT NULL,
    "longitude" DOUBLE PRECISION NOT NULL,
    "side" TEXT NOT NULL,
    "adjacent" TEXT[],
    "aliases" TEXT[],
    "delivery_fee" INTEGER NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "zone_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quartier" (
    "id" TEXT NOT NULL,
    "zone_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "latitude" DOUBLE PRECISION NOT NULL,
    "longitude" DOUBLE PRECISION NOT NULL,
    "aliases" TEXT[],

    CONSTRAINT "quartier_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "product" (
    "id" TEXT NOT NULL,
    "brand" TEXT NOT NULL,
    "family" TEXT NOT NULL,
    "name_fr" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "volume_ml" INTEGER,
    "weight_unit" TEXT,
    "container" TEXT NOT NULL,
    "default_packaging" TEXT NOT NULL,
    "brand_default" BOOLEAN NOT NULL,
    "synonyms" TEXT[],
    "alcohol" BOOLEAN NOT NULL,
    "variable_weight" BOOLEAN NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "product_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "packaging" (
    "product_id" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "pieces" INTEGER NOT NULL,
    "returnable" BOOLEAN NOT NULL,
    "deposit" INTEGER NOT NULL,
    "reference_price" INTEGER NOT NULL,
    "price_basis" TEXT NOT NULL,

    CONSTRAINT "packaging_pkey" PRIMARY KEY ("product_id","unit")
);

-- CreateTable
CREATE TABLE "order" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "number" INTEGER,
    "status" "OrderStatus" NOT NULL DEFAULT 'draft',
    "client_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "zone_id" TEXT NOT NULL,
    "mode" "DeliveryMode" NOT NULL DEFAULT 'delivery',
    "wanted_at" TIMESTAMPTZ(3),
    "directions" TEXT,
    "delivery_fee" INTEGER NOT NULL DEFAULT 0,
    "client_rate" INTEGER,
    "supplier_rate" INTEGER,
    "amount_due" INTEGER,
    "goods_total" INTEGER,
    "deposit_total" INTEGER NOT NULL DEFAULT 0,
    "delivery_code" TEXT,
    "promised_at" TIMESTAMPTZ(3),
    "waves" INTEGER NOT NULL DEFAULT 0,
    "lines_shown" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "placed_at" TIMESTAMPTZ(3),
    "first_offer_at" TIMESTAMPTZ(3),
    "accepted_at" TIMESTAMPTZ(3),
    "preparing_at" TIMESTAMPTZ(3),
    "delivering_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "paid_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "cancel_reason" TEXT,

    CONSTRAINT "order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_line" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "order_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "product_id" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "quantity" DECIMAL(10,3) NOT NULL,
    "reference_price" INTEGER NOT NULL,
    "deposit" INTEGER NOT NULL DEFAULT 0,
    "delivered" DECIMAL(10,3),

    CONSTRAINT "order_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offer" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "order_id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "status" "OfferStatus" NOT NULL DEFAULT 'open',
    "goods_price" INTEGER NOT NULL,
    "delivery_fee" INTEGER NOT NULL,
    "deposits" INTEGER NOT NULL DEFAULT 0,
    "delay_minutes" INTEGER NOT NULL,
    "shortages" JSONB NOT NULL DEFAULT '[]',
    "complete" BOOLEAN NOT NULL DEFAULT true,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3) NOT NULL,
    "chosen_at" TIMESTAMPTZ(3),
    "confirm_by" TIMESTAMPTZ(3),
    "confirmed_at" TIMESTAMPTZ(3),
    "ranking" JSONB,

    CONSTRAINT "offer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offer_request" (
    "order_id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "wave" INTEGER NOT NULL,
    "status" "RequestStatus" NOT NULL DEFAULT 'sent',
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "offer_request_pkey" PRIMARY KEY ("order_id","supplier_id")
);

-- CreateTable
CREATE TABLE "order_log" (
    "id" BIGSERIAL NOT NULL,
    "order_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "event" TEXT NOT NULL,
    "from" "OrderStatus",
    "to" "OrderStatus",
    "why" TEXT,

    CONSTRAINT "order_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_timer" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "order_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "order_timer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_correction" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "order_id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "quantity" DECIMAL(10,3) NOT NULL,
    "amount" INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_correction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "order_id" UUID NOT NULL,
    "method" "PaymentMethod" NOT NULL,
    "amount" INTEGER NOT NULL,
    "status" "PaymentStatus" NOT NULL DEFAULT 'created',
    "reference" TEXT NOT NULL,
    "provider_ref" TEXT,
    "phone" TEXT,
    "failure" TEXT,
    "receipt" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "ask_again_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "payment_id" UUID NOT NULL,
    "amount" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "status" "RefundStatus" NOT NULL DEFAULT 'requested',
    "reference" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "refund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "voucher" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "account_id" UUID NOT NULL,
    "amount" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "voucher_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_account" (
    "code" TEXT NOT NULL,

    CONSTRAINT "ledger_account_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "ledger_transaction" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "cause" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "order_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "memo" TEXT,

    CONSTRAINT "ledger_transaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "id" BIGSERIAL NOT NULL,
    "transaction_id" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rating" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "order_id" UUID NOT NULL,
    "by" "Side" NOT NULL,
    "score" INTEGER NOT NULL,
    "comment" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rating_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "order_id" UUID NOT NULL,
    "kind" "DisputeKind" NOT NULL,
    "opened_by" "Side" NOT NULL,
    "words" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "dispute_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "rule" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "severity" "Severity" NOT NULL,
    "words" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "setting_change" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB NOT NULL,
    "who" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "setting_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "name" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_log" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "who" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "from" TEXT,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "account_kind_status_created_at_idx" ON "account"("kind", "status", "created_at");

-- CreateIndex
CREATE INDEX "account_zone_id_idx" ON "account"("zone_id");

-- CreateIndex
CREATE INDEX "supplier_zone_zone_id_idx" ON "supplier_zone"("zone_id");

-- CreateIndex
CREATE INDEX "contact_account_id_idx" ON "contact"("account_id");

-- CreateIndex
CREATE INDEX "identity_contact_id_idx" ON "identity"("contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "identity_channel_kind_value_key" ON "identity"("channel", "kind", "value");

-- CreateIndex
CREATE INDEX "conversation_hand_over_requested_at_idx" ON "conversation"("hand_over_requested_at");

-- CreateIndex
CREATE INDEX "mailbox_item_contact_id_id_idx" ON "mailbox_item"("contact_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "mailbox_item_adapter_provider_id_key" ON "mailbox_item"("adapter", "provider_id");

-- CreateIndex
CREATE INDEX "outbox_message_contact_id_id_idx" ON "outbox_message"("contact_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_message_adapter_provider_id_key" ON "outbox_message"("adapter", "provider_id");

-- CreateIndex
CREATE INDEX "quartier_zone_id_idx" ON "quartier"("zone_id");

-- CreateIndex
CREATE INDEX "product_family_idx" ON "product"("family");

-- CreateIndex
CREATE UNIQUE INDEX "order_number_key" ON "order"("number");

-- CreateIndex
CREATE INDEX "order_status_placed_at_idx" ON "order"("status", "placed_at");

-- CreateIndex
CREATE INDEX "order_client_id_placed_at_idx" ON "order"("client_id", "placed_at");

-- CreateIndex
CREATE INDEX "order_zone_id_status_idx" ON "order"("zone_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "order_line_order_id_position_key" ON "order_line"("order_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "order_line_order_id_product_id_unit_key" ON "order_line"("order_id", "product_id", "unit");

-- CreateIndex
CREATE INDEX "offer_order_id_status_idx" ON "offer"("order_id", "status");

-- CreateIndex
CREATE INDEX "offer_supplier_id_status_idx" ON "offer"("supplier_id", "status");

-- CreateIndex
CREATE INDEX "offer_request_supplier_id_status_idx" ON "offer_request"("supplier_id", "status");

-- CreateIndex
CREATE INDEX "order_log_order_id_id_idx" ON "order_log"("order_id", "id");

-- CreateIndex
CREATE INDEX "order_timer_order_id_idx" ON "order_timer"("order_id");

-- CreateIndex
CREATE INDEX "order_correction_order_id_idx" ON "order_correction"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_reference_key" ON "payment"("reference");

-- CreateIndex
CREATE UNIQUE INDEX "payment_receipt_key" ON "payment"("receipt");

-- CreateIndex
CREATE INDEX "payment_order_id_idx" ON "payment"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_method_provider_ref_key" ON "payment"("method", "provider_ref");

-- CreateIndex
CREATE UNIQUE INDEX "refund_reference_key" ON "refund"("reference");

-- CreateIndex
CREATE INDEX "refund_payment_id_idx" ON "refund"("payment_id");

-- CreateIndex
CREATE UNIQUE INDEX "voucher_cause_key" ON "voucher"("cause");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_transaction_cause_key" ON "ledger_transaction"("cause");

-- CreateIndex
CREATE INDEX "ledger_transaction_order_id_idx" ON "ledger_transaction"("order_id");

-- CreateIndex
CREATE INDEX "ledger_transaction_at_idx" ON "ledger_transaction"("at");

-- CreateIndex
CREATE INDEX "ledger_entry_transaction_id_idx" ON "ledger_entry"("transaction_id");

-- CreateIndex
CREATE INDEX "ledger_entry_account_id_idx" ON "ledger_entry"("account", "id");

-- CreateIndex
CREATE UNIQUE INDEX "rating_order_id_by_key" ON "rating"("order_id", "by");

-- CreateIndex
CREATE INDEX "dispute_order_id_idx" ON "dispute"("order_id");

-- CreateIndex
CREATE INDEX "alert_closed_at_idx" ON "alert"("closed_at");

-- CreateIndex
CREATE INDEX "setting_change_key_id_idx" ON "setting_change"("key", "id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE INDEX "audit_log_subject_id_idx" ON "audit_log"("subject", "id");

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_quartier_id_fkey" FOREIGN KEY ("quartier_id") REFERENCES "quartier"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "supplier" ADD CONSTRAINT "supplier_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "supplier_zone" ADD CONSTRAINT "supplier_zone_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "supplier"("account_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "supplier_zone" ADD CONSTRAINT "supplier_zone_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mailbox_item" ADD CONSTRAINT "mailbox_item_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outbox_message" ADD CONSTRAINT "outbox_message_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quartier" ADD CONSTRAINT "quartier_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "packaging" ADD CONSTRAINT "packaging_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order" ADD CONSTRAINT "order_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order" ADD CONSTRAINT "order_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order" ADD CONSTRAINT "order_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offer" ADD CONSTRAINT "offer_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offer" ADD CONSTRAINT "offer_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offer_request" ADD CONSTRAINT "offer_request_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offer_request" ADD CONSTRAINT "offer_request_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_log" ADD CONSTRAINT "order_log_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_timer" ADD CONSTRAINT "order_timer_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_correction" ADD CONSTRAINT "order_correction_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund" ADD CONSTRAINT "refund_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "voucher" ADD CONSTRAINT "voucher_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "ledger_transaction"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_account_fkey" FOREIGN KEY ("account") REFERENCES "ledger_account"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rating" ADD CONSTRAINT "rating_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

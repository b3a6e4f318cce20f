-- Whom a provider did not let one of our senders write to first, to keep its network quiet (131049, 63049): no template
-- goes to that person from that sender until then.
CREATE TABLE "held_back" (
    "contact_id" UUID NOT NULL,
    "adapter" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "held_back_pkey" PRIMARY KEY ("contact_id", "adapter", "sender"),
    CONSTRAINT "held_back_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

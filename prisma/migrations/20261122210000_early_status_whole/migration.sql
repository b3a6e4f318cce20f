-- A status that overtakes its own send is kept whole, and applied like any other once the send is recorded: with its
-- reason, its price, its way to an SMS. Null in what a program of before writes.
ALTER TABLE "early_status" ADD COLUMN "said" JSONB;

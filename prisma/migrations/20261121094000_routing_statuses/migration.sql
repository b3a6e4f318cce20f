-- A migration of its own: PostgreSQL lets a new value be used only once the transaction that made it has ended.
ALTER TYPE "OutboxStatus" ADD VALUE 'waiting';

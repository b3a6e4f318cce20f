-- Photos, voice notes, videos and documents that people send: where the bytes are had from, then the bytes.
CREATE TYPE "MediaStatus" AS ENUM ('waiting', 'stored', 'gone');

-- CreateTable
CREATE TABLE "media" (
    "item_id" BIGINT NOT NULL,
    "adapter" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "status" "MediaStatus" NOT NULL DEFAULT 'waiting',
    "bytes" BYTEA,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "why" TEXT,
    "stored_at" TIMESTAMPTZ(3),
    "transcript" TEXT,

    CONSTRAINT "media_pkey" PRIMARY KEY ("item_id"),
    CONSTRAINT "media_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "mailbox_item"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "media_kind" CHECK ("kind" IN ('photo', 'document', 'voice', 'video')),
    CONSTRAINT "media_bytes_when_stored" CHECK (("status" = 'stored') = ("bytes" IS NOT NULL)),
    CONSTRAINT "media_why_when_gone" CHECK ("status" <> 'gone' OR "why" IS NOT NULL),
    CONSTRAINT "media_transcript_of_voice" CHECK ("transcript" IS NULL OR ("kind" = 'voice' AND "status" = 'stored'))
);

-- What is still to be had. A file is fetched once: the index holds a handful of rows.
CREATE INDEX "media_waiting" ON "media" ("due_at") WHERE "status" = 'waiting';

-- Sound and pictures are packed already.
ALTER TABLE "media" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;

-- Whoever records the message, its file is known in the same statement: none is ever forgotten.
CREATE FUNCTION expect_media() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO media (item_id, adapter, ref, kind, content_type, due_at)
    VALUES (NEW.id, NEW.adapter, NEW.payload ->> 'ref', NEW.payload ->> 'kind',
      coalesce(NEW.payload ->> 'contentType', 'application/octet-stream'), NEW.created_at);
  RETURN NULL;
END $$;
CREATE TRIGGER "expect_media" AFTER INSERT ON "mailbox_item" FOR EACH ROW
  WHEN (NEW.kind = 'message' AND NEW.payload ? 'ref' AND NEW.payload ->> 'kind' IN ('photo', 'document', 'voice', 'video'))
  EXECUTE FUNCTION expect_media();

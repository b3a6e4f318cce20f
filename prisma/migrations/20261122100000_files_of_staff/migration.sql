-- The file that staff send with a message: kept with what was said, read again when it leaves and when it is looked at.
CREATE TABLE "outbox_file" (
    "message_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "outbox_file_pkey" PRIMARY KEY ("message_id"),
    CONSTRAINT "outbox_file_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "outbox_message"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "outbox_file_name" CHECK (length("name") BETWEEN 1 AND 100),
    CONSTRAINT "outbox_file_type" CHECK ("content_type" IN ('image/jpeg', 'image/png', 'application/pdf', 'video/mp4')),
    CONSTRAINT "outbox_file_size" CHECK (octet_length("bytes") BETWEEN 1 AND 16777216)
);

-- Pictures and documents are packed already.
ALTER TABLE "outbox_file" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;

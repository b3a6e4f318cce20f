-- SMS Gateway for Android: phones, their SIMs, and which SIM a message was given to.

CREATE TABLE "smsgate_device" (
    "device_id" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "pinged_at" TIMESTAMPTZ(3),
    "offline_since" TIMESTAMPTZ(3),

    CONSTRAINT "smsgate_device_pkey" PRIMARY KEY ("device_id")
);
CREATE TABLE "smsgate_sim" (
    "sender" TEXT NOT NULL,
    "device_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "sent" INTEGER NOT NULL DEFAULT 0,
    "free_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "smsgate_sim_pkey" PRIMARY KEY ("sender"),
    CONSTRAINT "smsgate_sim_sent_not_negative" CHECK ("sent" >= 0),
    CONSTRAINT "smsgate_sim_of_its_device" CHECK (starts_with("sender", "device_id" || ':'))
);
CREATE TABLE "smsgate_send" (
    "message_id" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "segments" INTEGER NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "smsgate_send_pkey" PRIMARY KEY ("message_id"),
    CONSTRAINT "smsgate_send_segments_positive" CHECK ("segments" > 0),
    -- the gateway cuts nothing and takes no more
    CONSTRAINT "smsgate_send_provider_id_fits" CHECK (length("provider_id") <= 36)
);
CREATE UNIQUE INDEX "smsgate_send_provider_id_key" ON "smsgate_send"("provider_id");
CREATE INDEX "smsgate_send_created_at_idx" ON "smsgate_send"("created_at");
ALTER TABLE "smsgate_send" ADD CONSTRAINT "smsgate_send_sender_fkey"
  FOREIGN KEY ("sender") REFERENCES "smsgate_sim"("sender") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Gives each message a SIM, a place in its rate and an id, all counted in the same statement, for any number of processes.
-- A message that has a SIM keeps it: the gateway knows an id only on the phone that it was first given for.
-- requests: [{place, messageId, segments, candidates: [{sender, deviceId}]}], the preferred SIM first.
-- No row for a message: every SIM has sent what it may today.
CREATE FUNCTION take_smsgate_sims(
  requests jsonb, at timestamptz, per_minute int, per_day int, burst int
) RETURNS TABLE ("place" int, "sender" text, "providerId" text, "waitMs" int) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  today date := (at AT TIME ZONE 'UTC')::date;
  between_two interval := interval '1 minute' / per_minute;
  request record;
  chosen record;
  given record;
BEGIN
  INSERT INTO smsgate_sim (sender, device_id, day, free_at)
    SELECT DISTINCT c.sender, c."deviceId", today, at
    FROM jsonb_to_recordset(requests) AS r(candidates jsonb),
      jsonb_to_recordset(r.candidates) AS c(sender text, "deviceId" text)
    ORDER BY c.sender
    ON CONFLICT DO NOTHING;
  -- everybody's in one order, before anything is counted: two processes wait for each other, never in a ring
  PERFORM FROM smsgate_sim s
    WHERE s.sender IN (
      SELECT c.sender FROM jsonb_to_recordset(requests) AS r(candidates jsonb),
        jsonb_to_recordset(r.candidates) AS c(sender text))
    ORDER BY s.sender FOR UPDATE;
  UPDATE smsgate_sim s SET day = today, sent = 0 WHERE s.day < today AND s.sender IN (
    SELECT c.sender FROM jsonb_to_recordset(requests) AS r(candidates jsonb),
      jsonb_to_recordset(r.candidates) AS c(sender text));

  FOR request IN
    SELECT * FROM jsonb_to_recordset(requests) AS r(place int, "messageId" text, segments int, candidates jsonb) ORDER BY r.place
  LOOP
    SELECT * INTO given FROM smsgate_send g WHERE g.message_id = request."messageId";
    IF NOT FOUND THEN
      SELECT s.sender, place.goes_at INTO chosen
        FROM jsonb_array_elements(request.candidates) WITH ORDINALITY AS c(sim, preference)
        JOIN smsgate_sim s ON s.sender = c.sim ->> 'sender'
        CROSS JOIN LATERAL (SELECT greatest(s.free_at - between_two * (burst - 1), at) AS goes_at) place
        LEFT JOIN smsgate_device d ON d.device_id = s.device_id
        WHERE s.sent + request.segments <= per_day
        -- A silent phone last: what it is given it sends when it comes back. The cheaper SIM is worth 15 seconds.
        ORDER BY d.offline_since IS NOT NULL, greatest(place.goes_at, at + interval '15 seconds'), c.preference
        LIMIT 1;
      CONTINUE WHEN NOT FOUND;
      UPDATE smsgate_sim s SET sent = s.sent + request.segments,
          free_at = greatest(s.free_at, at) + between_two * request.segments
        WHERE s.sender = chosen.sender;
      INSERT INTO smsgate_send AS g (message_id, sender, provider_id, segments, not_before, created_at)
        VALUES (
          request."messageId", chosen.sender,
          -- the outbox's id for people who read the phone's log; the rest so that a database begun again repeats none
          right(request."messageId", 19) || '-' || left(replace(gen_random_uuid()::text, '-', ''), 16),
          request.segments, chosen.goes_at, at)
        RETURNING g.* INTO given;
    END IF;
    RETURN QUERY SELECT request.place, given.sender, given.provider_id,
      greatest(0, ceil(extract(epoch FROM given.not_before - at) * 1000))::int;
  END LOOP;
END $$;

-- A WhatsApp message that goes by SMS late must not take the place of what was asked there since, nor of the question that an
-- SMS on its way answers: it is said without its numbers, which would answer the other question, the dialogue stays, and
-- the question that is open is asked again, so that it is the last one on the phone.
CREATE OR REPLACE FUNCTION say_by_sms(the_message bigint, the_adapter text, the_content jsonb, why text, at timestamptz)
  RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  m outbox_message;
  to_contact uuid;
  is_late boolean;
  status_there "OutboxStatus";
BEGIN
  SELECT * INTO m FROM outbox_message WHERE id = the_message FOR UPDATE;
  UPDATE outbox_message SET fall_back_at = NULL WHERE id = the_message AND fall_back_at IS NOT NULL;
  IF m.status IN ('delivered', 'read', 'cancelled') OR EXISTS (SELECT FROM outbox_message WHERE fallback_of = the_message) THEN
    RETURN NULL;
  END IF;
  to_contact := sms_contact_of(m.contact_id, the_adapter, at);
  IF to_contact IS NULL THEN RETURN NULL; END IF;
  -- A turn that is being committed there ends first: what it says is newer.
  PERFORM FROM conversation WHERE contact_id = to_contact FOR UPDATE;
  status_there := CASE WHEN m.author = 'bot' AND EXISTS (SELECT FROM conversation WHERE contact_id = to_contact AND owner = 'staff')
    THEN 'held' ELSE 'queued' END;
  is_late := m.author = 'bot' AND (EXISTS (SELECT FROM outbox_message n WHERE n.contact_id = to_contact AND n.id > the_message
        AND n.author = 'bot' AND n.fallback_of IS NULL AND n.status <> 'cancelled')
    OR EXISTS (SELECT FROM mailbox_item i WHERE i.contact_id = to_contact AND i.kind = 'message' AND i.handled_at IS NULL));
  INSERT INTO outbox_message (contact_id, content, copy, urgent, author, status, fallback_of, fallback_why, due_at, created_at, order_id)
    VALUES (to_contact, CASE WHEN is_late THEN the_content - 'choices' - 'list' ELSE the_content END, m.copy, m.urgent, m.author,
      status_there, the_message, why, at, at, m.order_id);
  -- What its provider has not answered for is asked about no more: others wait behind it.
  UPDATE outbox_message SET status = 'cancelled', error_code = why
    WHERE id = the_message AND status IN ('queued', 'sending', 'waiting', 'unknown');
  -- Who cannot be had there hears the next news by SMS at once, unless they or staff said otherwise.
  IF why = 'unreachable' THEN
    UPDATE account a SET preferred_channel = 'sms', preferred_by = 'failure', preferred_at = at, leaning = 0
      FROM contact c WHERE c.id = to_contact AND a.id = c.account_id AND a.preferred_by IN ('learned', 'failure');
  END IF;
  IF is_late AND status_there = 'queued' THEN
    INSERT INTO outbox_message (contact_id, content, copy, urgent, author, due_at, created_at, order_id)
      SELECT to_contact, n.content, n.copy, n.urgent, 'bot', at, at, n.order_id FROM (
        SELECT * FROM outbox_message WHERE contact_id = to_contact AND id > the_message AND author = 'bot'
          AND fallback_of IS NULL AND status <> 'cancelled' ORDER BY id DESC LIMIT 1) n
      WHERE n.content ? 'choices' OR n.content ? 'list';
  END IF;
  IF m.author = 'bot' AND NOT is_late THEN PERFORM take_dialogue_along(m.contact_id, to_contact, at); END IF;
  RETURN to_contact;
END $$;

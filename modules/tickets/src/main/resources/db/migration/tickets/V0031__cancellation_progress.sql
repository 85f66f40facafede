-- How far the refunds of a cancelled event have come is counted in one index, however many orders there were.
ALTER TABLE refund ADD COLUMN canceled_event uuid;
COMMENT ON COLUMN refund.canceled_event IS 'the event whose cancellation made it; null for all others';
UPDATE refund r SET canceled_event = o.event_id FROM ticket_order o JOIN sale s ON s.event_id = o.event_id
  WHERE o.id = r.order_id AND s.status = 'canceled' AND r.reason = 'The event is canceled.' AND r.requested_by IS NULL;
CREATE INDEX refund_canceled_event ON refund (canceled_event, order_id, state) INCLUDE (amount_minor)
  WHERE canceled_event IS NOT NULL;

-- The moves that a state may make, as docs/states.md draws them: whatever the code does, no row makes another.
CREATE FUNCTION refuse_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a row of % may not go from % to %', TG_TABLE_NAME, to_json(OLD)->>TG_ARGV[0], to_json(NEW)->>TG_ARGV[0]
    USING ERRCODE = 'check_violation', HINT = 'docs/states.md has the moves';
END $$;

CREATE TRIGGER ticket_order_moves BEFORE UPDATE OF status ON ticket_order FOR EACH ROW
  WHEN (OLD.status <> NEW.status AND OLD.status || ' to ' || NEW.status <> ALL (ARRAY[
    'pending to paid', 'pending to expired', 'pending to canceled', 'expired to paid',
    'paid to partially_refunded', 'paid to refunded', 'partially_refunded to refunded']))
  EXECUTE FUNCTION refuse_move('status');

CREATE TRIGGER order_payment_moves BEFORE UPDATE OF state ON order_payment FOR EACH ROW
  WHEN (OLD.state <> NEW.state AND OLD.state || ' to ' || NEW.state <> ALL (ARRAY[
    'authorizing to interrupted', 'authorizing to requires_action', 'authorizing to issued', 'authorizing to failed',
    'authorizing to voiding', 'authorizing to voided',
    'interrupted to authorizing', 'interrupted to requires_action', 'interrupted to issued', 'interrupted to failed',
    'interrupted to voiding', 'interrupted to voided',
    'requires_action to issued', 'requires_action to failed', 'requires_action to voiding', 'requires_action to voided',
    'issued to captured', 'issued to failed', 'failed to voiding', 'voiding to voided', 'voided to voiding']))
  EXECUTE FUNCTION refuse_move('state');

CREATE TRIGGER refund_moves BEFORE UPDATE OF state ON refund FOR EACH ROW
  WHEN (OLD.state <> NEW.state AND OLD.state || ' to ' || NEW.state <> ALL (ARRAY[
    'requested to done', 'requested to failed', 'failed to requested', 'failed to done']))
  EXECUTE FUNCTION refuse_move('state');

CREATE TRIGGER ticket_moves BEFORE UPDATE OF status ON ticket FOR EACH ROW
  WHEN (OLD.status <> NEW.status AND OLD.status || ' to ' || NEW.status <> ALL (ARRAY[
    'valid to checked_in', 'valid to void', 'checked_in to void']))
  EXECUTE FUNCTION refuse_move('status');

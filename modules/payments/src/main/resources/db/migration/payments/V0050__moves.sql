-- The moves that a state may make, as docs/states.md draws them: whatever the code does, no row makes another.
CREATE FUNCTION refuse_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a row of % may not go from % to %', TG_TABLE_NAME, to_json(OLD)->>TG_ARGV[0], to_json(NEW)->>TG_ARGV[0]
    USING ERRCODE = 'check_violation', HINT = 'docs/states.md has the moves';
END $$;

CREATE TRIGGER payment_moves BEFORE UPDATE OF state ON payment FOR EACH ROW
  WHEN (OLD.state <> NEW.state AND OLD.state || ' to ' || NEW.state <> ALL (ARRAY[
    'created to requires_action', 'created to authorized', 'created to captured', 'created to failed', 'created to voided',
    'requires_action to authorized', 'requires_action to captured', 'requires_action to failed',
    'requires_action to voided', 'authorized to captured', 'authorized to failed', 'authorized to voided']))
  EXECUTE FUNCTION refuse_move('state');

CREATE TRIGGER refund_moves BEFORE UPDATE OF state ON refund FOR EACH ROW
  WHEN (OLD.state <> NEW.state AND OLD.state || ' to ' || NEW.state <> ALL (ARRAY[
    'requested to done', 'requested to failed']))
  EXECUTE FUNCTION refuse_move('state');

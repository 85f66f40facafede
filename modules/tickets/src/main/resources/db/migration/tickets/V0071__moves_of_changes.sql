-- As V0050: a change ends once.
CREATE TRIGGER order_change_moves BEFORE UPDATE OF state ON order_change FOR EACH ROW
  WHEN (OLD.state <> NEW.state AND OLD.state || ' to ' || NEW.state <> ALL (ARRAY[
    'pending to done', 'pending to expired', 'pending to canceled']))
  EXECUTE FUNCTION refuse_move('state');

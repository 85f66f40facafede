-- What is due is taken up provider by provider, so that the rows of one that is spared are not walked over at every look.
CREATE INDEX payment_due ON payment (provider, recheck_at) WHERE recheck_at IS NOT NULL;
DROP INDEX payment_recheck;

ALTER TABLE refund ADD COLUMN provider text; -- of its payment; null for those that had ended before there was the column
UPDATE refund SET provider = (SELECT provider FROM payment WHERE payment.id = payment_id) WHERE recheck_at IS NOT NULL;
CREATE INDEX refund_due ON refund (provider, recheck_at) WHERE recheck_at IS NOT NULL;
DROP INDEX refund_recheck;

-- Also for processes of the version before, which do not know the column.
CREATE FUNCTION name_provider() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.provider := (SELECT provider FROM payment WHERE id = NEW.payment_id);
  RETURN NEW;
END $$;
CREATE TRIGGER refund_provider BEFORE INSERT ON refund FOR EACH ROW EXECUTE FUNCTION name_provider();

-- Money of a second charge of one payment.
ALTER TABLE finding DROP CONSTRAINT finding_kind_check,
  ADD CONSTRAINT finding_kind_check CHECK (kind IN ('unknown_payment', 'double_charge', 'unwanted_money', 'missed_money',
    'lost_authorization', 'not_captured', 'wrong_amount', 'refunded_more', 'refunded_less', 'missing_at_provider'));

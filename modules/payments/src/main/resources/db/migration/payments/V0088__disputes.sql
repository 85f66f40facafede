-- Money that its payer has asked their bank to take back.
ALTER TABLE finding DROP CONSTRAINT finding_kind_check,
  ADD CONSTRAINT finding_kind_check CHECK (kind IN ('unknown_payment', 'double_charge', 'unwanted_money', 'missed_money',
    'lost_authorization', 'not_captured', 'wrong_amount', 'refunded_more', 'refunded_less', 'disputed', 'missing_at_provider'));

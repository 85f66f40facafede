-- Sales were stored without it until their first change, and so never seemed to be over.
UPDATE sale SET ends_at = (sheet->>'endsAt')::timestamptz WHERE ends_at IS NULL;

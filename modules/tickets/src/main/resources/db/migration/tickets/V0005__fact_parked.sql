-- Facts that could not be applied because of what they say, or because this service knows nothing of it: acknowledged, so
-- that those behind them go on, and kept for somebody to look at.
CREATE TABLE fact_parked (
  id uuid PRIMARY KEY,
  type text NOT NULL,
  subject text,
  occurred_at timestamptz,
  data json,
  why text NOT NULL,
  parked_at timestamptz NOT NULL DEFAULT now()
);

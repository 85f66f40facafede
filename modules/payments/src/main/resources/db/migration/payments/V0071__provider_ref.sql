-- Messages about refunds that somebody made at the provider name nothing but the charge.
CREATE INDEX payment_provider_ref ON payment (provider_ref, provider) WHERE provider_ref IS NOT NULL;

package io.ticketsafe.payments.provider;

import java.util.Locale;

/** What a provider is asked to do. */
public enum ProviderAct {
    AUTHORIZE,
    CAPTURE,
    VOID,
    REFUND,
    READ,
    /** Reads a page of recent charges. */
    LIST;

    /** As it stands in metrics. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}

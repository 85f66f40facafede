package io.ticketsafe.payments.provider;

/** The provider gave no usable answer: whether the act happened is not known, and it may be repeated with its key. */
public final class ProviderUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ProviderUnavailable(String why) {
        super(why, null, false, false);
    }
}

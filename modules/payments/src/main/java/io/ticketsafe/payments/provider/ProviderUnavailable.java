package io.ticketsafe.payments.provider;

/** The provider gave no usable answer: whether the act happened is not known, and it may be repeated with its key. */
public final class ProviderUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean blamesProvider;
    private final boolean worthRepeating;

    public ProviderUnavailable(String why) {
        this(why, true, true);
    }

    private ProviderUnavailable(String why, boolean blamesProvider, boolean worthRepeating) {
        super(why, null, false, false);
        this.blamesProvider = blamesProvider;
        this.worthRepeating = worthRepeating;
    }

    /** It was not asked, or not given the time to answer. */
    static ProviderUnavailable ofOurs(String why) {
        return new ProviderUnavailable(why, false, true);
    }

    /** It was not asked, since it mostly does not answer. */
    static ProviderUnavailable spared() {
        return new ProviderUnavailable("the provider is spared for a while", false, false);
    }

    /** Whether this says something about how well the provider is. */
    boolean blamesProvider() {
        return blamesProvider;
    }

    /** Whether asking again at once may get an answer. */
    boolean worthRepeating() {
        return worthRepeating;
    }
}

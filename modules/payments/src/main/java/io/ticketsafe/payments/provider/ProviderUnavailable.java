package io.ticketsafe.payments.provider;

/** The provider gave no usable answer: whether the act happened is not known, and it may be repeated with its key. */
public final class ProviderUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private enum Reason {
        NO_ANSWER,
        OURS,
        SPARED,
        NOT_KNOWN
    }

    private final Reason reason;

    public ProviderUnavailable(String why) {
        this(why, Reason.NO_ANSWER);
    }

    private ProviderUnavailable(String why, Reason reason) {
        super(why, null, false, false);
        this.reason = reason;
    }

    /** It was not asked, or not given the time to answer. */
    static ProviderUnavailable ofOurs(String why) {
        return new ProviderUnavailable(why, Reason.OURS);
    }

    /** It was not asked, since it mostly does not answer. */
    static ProviderUnavailable spared() {
        return new ProviderUnavailable("the provider is spared for a while", Reason.SPARED);
    }

    /** It answered that another call of ours about the same charge is still under way. */
    public static ProviderUnavailable underWay(String why) {
        return new ProviderUnavailable(why, Reason.OURS);
    }

    /** It did answer, but nothing that can be used for this charge or refund; it may say more on another day. */
    public static ProviderUnavailable notKnown(String why) {
        return new ProviderUnavailable(why, Reason.NOT_KNOWN);
    }

    /** Whether this is about one charge or refund, and says nothing about the others. */
    public boolean isOfOneCharge() {
        return reason == Reason.NOT_KNOWN;
    }

    /** Whether this says something about how well the provider is. */
    boolean blamesProvider() {
        return reason == Reason.NO_ANSWER;
    }

    /** Whether asking again at once may get an answer. */
    boolean worthRepeating() {
        return reason == Reason.NO_ANSWER || reason == Reason.OURS;
    }
}

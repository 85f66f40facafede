package io.ticketsafe.tickets.inventory;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.redis.client.Response;
import java.time.Duration;

/** First member of every script's reply, see {@code lua/tickets/include/codes.lua}. */
public final class Outcome {
    public static final int OK = 0;
    public static final int NOT_LOADED = 1;
    public static final int STALE = 2;
    public static final int CLOSED = 3;
    public static final int NO_HOLD = 4;
    public static final int LAPSED = 5;
    public static final int WRONG_STATE = 6;
    public static final int TOO_OLD = 7;
    public static final int NOT_IN_HOLD = 8;
    public static final int OTHER_REQUEST = 9;
    public static final int OTHER_HOLDER = 10;
    public static final int PER_ORDER = 11;
    public static final int PER_BUYER = 12;
    public static final int SEATS_TAKEN = 13;
    public static final int NO_BLOCK = 14;
    public static final int NO_STANDING = 15;
    public static final int NO_CHANNEL = 16;
    public static final int FOR_CHANGE = 17;

    private static final byte LAPSE = 'x';

    private Outcome() {}

    public static int of(Response reply) {
        return reply.get(0).toInteger();
    }

    /** Holds that lapsed on the way; their changes come first, see {@code lua/tickets/include/changes.lua}. */
    static int lapses(Response reply) {
        Response changes = reply.size() > 1 ? reply.get(1) : null;
        int lapses = 0;
        while (changes != null
                && changes.size() > lapses + 1
                && changes.get(lapses + 1).toBytes()[0] == LAPSE) {
            lapses++;
        }
        return lapses;
    }

    /** The refusals that are the same for every script; the special ones are their caller's. */
    public static ServiceFault fault(int outcome) {
        return switch (outcome) {
            case CLOSED -> new ServiceFault(FaultCode.SALE_CLOSED, "This event is not on sale now.");
            case LAPSED -> new ServiceFault(FaultCode.HOLD_EXPIRED, "This hold has lapsed.");
            case NO_HOLD ->
                new ServiceFault(FaultCode.HOLD_EXPIRED, "This hold has lapsed, or was lost. Choose your seats again.");
            case OTHER_HOLDER -> ServiceFault.notFound("hold");
            case WRONG_STATE -> ServiceFault.wrongState("This hold is released or ordered already.");
            case TOO_OLD -> ServiceFault.wrongState("This hold is too old to be extended.");
            case FOR_CHANGE ->
                ServiceFault.wrongState("This hold is for a change of an order; nothing else can be made of it.");
            case NOT_IN_HOLD -> ServiceFault.notFound("seat in this hold");
            case OTHER_REQUEST ->
                new ServiceFault(FaultCode.IDEMPOTENCY_MISMATCH, "This Idempotency-Key was used for another request.");
            case NO_CHANNEL -> ServiceFault.invalid("/channelKey", "There is no channel with this key.");
            case NOT_LOADED, STALE ->
                ServiceFault.unavailable("The seat inventory is being loaded.", Duration.ofSeconds(1));
            default -> new ServiceFault(FaultCode.INTERNAL, "The inventory answered " + outcome + ".");
        };
    }
}

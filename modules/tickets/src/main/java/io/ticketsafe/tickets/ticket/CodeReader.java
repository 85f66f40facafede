package io.ticketsafe.tickets.ticket;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.UUID;

/** Reads codes that are shown at a gate. */
public final class CodeReader {
    private final Vertx vertx;
    private final TicketKeys keys;

    public CodeReader(Vertx vertx, TicketKeys keys) {
        this.vertx = vertx;
        this.keys = keys;
    }

    /** What a code says of itself; whether it is true, only its signature tells. */
    public static final class Claim {
        private final TicketCode.Signed signed;

        private Claim(TicketCode.Signed signed) {
            this.signed = signed;
        }

        public UUID ticketId() {
            return signed.code().ticketId();
        }
    }

    /** Empty for what does not look like one of our codes. */
    public Optional<Claim> read(String text) {
        return TicketCode.parse(text).map(Claim::new);
    }

    /** Whether the code was signed here. */
    public Future<Boolean> isGenuine(Claim claim) {
        return vertx.executeBlocking(() -> keys.verify(claim.signed), false);
    }
}

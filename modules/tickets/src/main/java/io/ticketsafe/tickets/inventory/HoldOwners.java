package io.ticketsafe.tickets.inventory;

import static java.util.Objects.requireNonNull;

import io.ticketsafe.common.bus.Call;
import io.ticketsafe.tickets.agency.Agencies;
import io.ticketsafe.tickets.agency.Customers;
import io.ticketsafe.tickets.agency.SoldFor;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.UUID;
import java.util.function.Function;

/** In whose name callers act on holds: their own, or an agency's. */
public final class HoldOwners {
    private static final int AGENCY = 2;

    private final Agencies agencies;
    private final Customers customers;

    HoldOwners(Agencies agencies, Customers customers) {
        this.agencies = requireNonNull(agencies);
        this.customers = requireNonNull(customers);
    }

    /** @param soldFor null: the hold is the caller's own */
    public record Answer(Response reply, SoldFor soldFor) {}

    /**
     * Runs an act on a hold as the caller and, where the hold turns out to be an agency's, again as that agency if the caller
     * sells for it; nobody is asked about agencies otherwise. A stranger's reply says OTHER_HOLDER or fails with NOT_FOUND.
     *
     * @param act given the owner
     */
    public Future<Answer> act(Call call, Function<UUID, Future<Response>> act) {
        return act.apply(call.userId())
                .compose(reply -> isOfAgency(reply)
                        ? asAgency(call, reply, act)
                        : Future.succeededFuture(new Answer(reply, null)));
    }

    private static boolean isOfAgency(Response reply) {
        return Outcome.of(reply) == Outcome.OTHER_HOLDER
                && reply.size() > AGENCY
                && reply.get(AGENCY).toBytes().length > 0;
    }

    private Future<Answer> asAgency(Call call, Response refusal, Function<UUID, Future<Response>> act) {
        UUID agency = RawId.read(refusal.get(AGENCY));
        UUID countsFor = RawId.read(refusal.get(AGENCY + 1));
        String sealed = refusal.get(AGENCY + 2).toString();
        return agencies.requireSeller(call, agency, "hold").compose(kind -> {
            // Before the act: where the customer cannot be read, nothing may have been begun.
            SoldFor soldFor = customers.read(agency, countsFor, sealed);
            return act.apply(agency).map(reply -> new Answer(reply, soldFor));
        });
    }
}

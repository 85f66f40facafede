package io.ticketsafe.tickets.hold;

import io.ticketsafe.common.auth.Memberships;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.MemberRole;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.ChannelKeys;
import io.ticketsafe.tickets.sale.Channels.Channel;
import io.ticketsafe.tickets.sale.Sale;
import io.vertx.core.Future;

/** Who may take the places of a channel: whoever shows a key, and the sellers of the agency that it is for. */
final class ChannelOpenings {
    /**
     * Stands for a key that opens nothing, as far as the sheet at hand says: the script knows whether that is the one in force, and
     * whether the request is the repeat of one that was granted.
     */
    static final Channel UNKNOWN = new Channel("", '?', null, null);

    private final Memberships memberships;

    ChannelOpenings(Memberships memberships) {
        this.memberships = memberships;
    }

    /** UNKNOWN, alike for a key that does not exist and a code that is not the caller's to use. */
    Future<Channel> channel(Sale sale, String key, Call call) {
        Channel byKey = sale.channels().withKey(ChannelKeys.hash(sale.eventId(), key));
        if (byKey != null) {
            return Future.succeededFuture(byKey);
        }
        Channel byCode = sale.channels().withCode(key);
        if (byCode == null || byCode.organizationId() == null) {
            return Future.succeededFuture(UNKNOWN);
        }
        return memberships
                .of(call, byCode.organizationId(), "organization")
                .compose(
                        member -> Future.succeededFuture(
                                member.role() != null && MemberRole.SELLERS.contains(member.role()) ? byCode : UNKNOWN),
                        failure -> failure instanceof ServiceFault fault && fault.code() == FaultCode.NOT_FOUND
                                ? Future.succeededFuture(UNKNOWN)
                                : Future.failedFuture(failure));
    }
}

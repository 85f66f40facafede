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
    private final Memberships memberships;

    ChannelOpenings(Memberships memberships) {
        this.memberships = memberships;
    }

    /** VALIDATION, alike for a key that does not exist and a code that is not the caller's to use. */
    Future<Channel> channel(Sale sale, String key, Call call) {
        Channel byKey = sale.channels().withKey(ChannelKeys.hash(sale.eventId(), key));
        if (byKey != null) {
            return Future.succeededFuture(byKey);
        }
        Channel byCode = sale.channels().withCode(key);
        if (byCode == null || byCode.organizationId() == null) {
            return Future.failedFuture(unknown());
        }
        return memberships
                .of(call, byCode.organizationId(), "organization")
                .compose(
                        member -> member.role() != null && MemberRole.SELLERS.contains(member.role())
                                ? Future.succeededFuture(byCode)
                                : Future.failedFuture(unknown()),
                        failure -> Future.failedFuture(
                                failure instanceof ServiceFault fault && fault.code() == FaultCode.NOT_FOUND
                                        ? unknown()
                                        : failure));
    }

    private static ServiceFault unknown() {
        return ServiceFault.invalid("/channelKey", "There is no channel with this key.");
    }
}

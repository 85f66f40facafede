package io.ticketsafe.events.sale;

import io.ticketsafe.contract.events.EventOperations.Channel;
import io.ticketsafe.contract.tickets.ChannelKeys;
import io.ticketsafe.contract.tickets.SaleOperations.SheetAllotment;
import io.ticketsafe.contract.tickets.SaleOperations.SheetAssignments;
import io.ticketsafe.contract.tickets.SaleOperations.SheetChannel;
import io.ticketsafe.events.channel.Assigned;
import java.util.List;
import java.util.UUID;

/** What the tickets service is told of channels: no keys, only what it recognises them by. */
final class Assignments {
    private Assignments() {}

    /** Null when every place is for general sale. */
    static SheetAssignments of(UUID eventId, Assigned assigned) {
        if (assigned.areNone()) {
            return null;
        }
        List<SheetChannel> channels = assigned.channels().stream()
                .map(channel -> channel(eventId, channel))
                .toList();
        List<String> blocked = assigned.blocked().stream()
                .flatMap(block -> block.seats().stream())
                .toList();
        return new SheetAssignments(channels, blocked);
    }

    private static SheetChannel channel(UUID eventId, Channel channel) {
        return new SheetChannel(
                channel.code(),
                orEmpty(channel.keys()).stream()
                        .map(key -> ChannelKeys.hash(eventId, key))
                        .toList(),
                channel.organizationId(),
                channel.releaseAt(),
                orEmpty(channel.seats()),
                orEmpty(channel.standing()).stream()
                        .map(allotment -> new SheetAllotment(allotment.section(), allotment.quantity()))
                        .toList(),
                channel.commissionPercent());
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }
}

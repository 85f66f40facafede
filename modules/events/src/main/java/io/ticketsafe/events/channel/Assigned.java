package io.ticketsafe.events.channel;

import io.ticketsafe.contract.events.EventOperations.Blocked;
import io.ticketsafe.contract.events.EventOperations.Channel;
import java.util.List;

/** The places of an event that are not for general sale. */
public record Assigned(List<Channel> channels, List<Blocked> blocked) {
    static final Assigned NOTHING = new Assigned(List.of(), List.of());

    public boolean areNone() {
        return channels.isEmpty() && blocked.isEmpty();
    }
}

package io.ticketsafe.bench;

import io.ticketsafe.bench.load.Wire;
import io.ticketsafe.bench.load.Wishes;
import io.ticketsafe.bench.server.Usage;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * One that is measured.
 *
 * @param jvms its processes; none for the script alone
 */
record Contender(Entrant entrant, InetSocketAddress address, List<Usage.Jvm> jvms, Wires wires) {
    /** Speaks to the contender. */
    interface Wires {
        Wire of(Wishes wishes, long salt);
    }

    Usage.Reading usage() {
        return jvms.stream().map(Usage.Jvm::read).reduce(new Usage.Reading(0, 0), Usage.Reading::plus);
    }
}

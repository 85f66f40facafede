package io.ticketsafe.common;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.ticketsafe.contract.ServiceFault;
import java.util.UUID;

/** New ids: UUIDv7 (RFC 9562), so that primary keys grow with time. */
public final class Ids {
    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private Ids() {}

    public static UUID next() {
        return GENERATOR.generate();
    }

    /** Reads an id of a path: what is no UUID cannot exist, so it is NOT_FOUND and not a validation error. */
    public static UUID parse(String text, String what) {
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException notAnId) {
            throw ServiceFault.notFound(what);
        }
        throw ServiceFault.notFound(what);
    }
}

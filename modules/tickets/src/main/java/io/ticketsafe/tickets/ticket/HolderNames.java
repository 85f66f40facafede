package io.ticketsafe.tickets.ticket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ticketsafe.common.crypto.SealedColumn;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.tickets.order.Texts;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names of those whom tickets are for: checked, and out of sight at rest. */
public final class HolderNames {
    private static final Logger log = LoggerFactory.getLogger(HolderNames.class);
    private static final int LONGEST = 200;
    private static final String SEALED_FOR = "tickets.ticket.holder_name";
    public static final List<SealedColumn> NAMES = List.of(
            SealedColumn.of("tickets", "ticket", "id", "holder_name", SEALED_FOR),
            SealedColumn.of("tickets", "ticket_holder_change", "id", "holder_name", SEALED_FOR));

    private final SecretBox secrets;

    public HolderNames(SecretBox secrets) {
        this.secrets = secrets;
    }

    static void check(String name) {
        if (name != null && (name.isBlank() || name.length() > LONGEST)) {
            throw ServiceFault.invalid("/holderName", "holderName must have 1 to " + LONGEST + " characters.");
        }
        if (name != null && !Texts.isOneLine(name)) {
            throw ServiceFault.invalid("/holderName", "holderName must not have control characters.");
        }
    }

    /** Null for no name. */
    Buffer seal(String name) {
        return name == null ? null : Buffer.buffer(secrets.seal(name.getBytes(UTF_8), SEALED_FOR));
    }

    /** Of a row with the column {@code holder_name}; null for no name, and for one that no key opens: it must not close the gate. */
    public String open(Row row) {
        Buffer sealed = row.getBuffer("holder_name");
        try {
            return sealed == null ? null : new String(secrets.open(sealed.getBytes(), SEALED_FOR), UTF_8);
        } catch (IllegalStateException unreadable) {
            log.atError()
                    .setCause(unreadable)
                    .log("the name of a ticket's holder cannot be opened with any key that is known here");
            return null;
        }
    }
}

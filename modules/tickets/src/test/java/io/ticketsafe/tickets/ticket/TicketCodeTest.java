package io.ticketsafe.tickets.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TicketCodeTest {
    private final TicketKeys.Pair first = pair(1);
    private final TicketKeys keys = new TicketKeys(List.of(first));
    private final UUID ticketId = Ids.next();
    private final UUID eventId = Ids.next();

    @Test
    void aCodeSaysWhatItWasMadeFrom() {
        // When
        Optional<TicketCode.Signed> read = TicketCode.parse(keys.sign(ticketId, eventId, 3));
        // Then
        assertThat(read).isPresent();
        assertThat(read.get().code()).isEqualTo(new TicketCode(1, ticketId, eventId, 3));
        assertThat(keys.verify(read.get())).isTrue();
    }

    @Test
    void noCharacterOfACodeCanBeChanged() {
        // Given
        String code = keys.sign(ticketId, eventId, 1);
        for (int i = 0; i < code.length(); i++) {
            for (char other : new char[] {'A', 'B', 'g', 'w', '0', '_', '.', '='}) {
                if (other == code.charAt(i)) {
                    continue;
                }
                // When
                String forged = code.substring(0, i) + other + code.substring(i + 1);
                // Then
                assertThat(TicketCode.parse(forged).filter(keys::verify))
                        .as("character %d changed to %s", i, other)
                        .isEmpty();
            }
        }
    }

    @Test
    void aCodeOfAnotherKeyWithTheSameNumberIsRefused() {
        // Given
        String foreign = new TicketKeys(List.of(pair(1))).sign(ticketId, eventId, 1);
        // When
        Optional<TicketCode.Signed> read = TicketCode.parse(foreign);
        // Then
        assertThat(read.filter(keys::verify)).isEmpty();
    }

    @Test
    void codesOfAnOlderKeyStayValidWhileTheNewestSigns() {
        // Given
        String old = keys.sign(ticketId, eventId, 1);
        TicketKeys rotated = new TicketKeys(List.of(first, pair(2)));
        // When
        String renewed = rotated.sign(ticketId, eventId, 2);
        // Then
        assertThat(TicketCode.parse(old).filter(rotated::verify)).isPresent();
        assertThat(TicketCode.parse(renewed).orElseThrow().code().keyNumber()).isEqualTo(2);
        assertThat(TicketCode.parse(renewed).filter(rotated::verify)).isPresent();
        assertThat(TicketCode.parse(renewed).filter(keys::verify)).isEmpty();
    }

    @Test
    void whatIsNoCodeIsNotRead() {
        String code = keys.sign(ticketId, eventId, 1);
        assertThat(List.of(
                        "",
                        "TS1",
                        "TS1..",
                        code + "A",
                        code.substring(1),
                        code.toLowerCase(),
                        "x".repeat(code.length())))
                .allSatisfy(text -> assertThat(TicketCode.parse(text)).isEmpty());
    }

    @Test
    void thePublishedKeyIsTheRawPublicKey() {
        // When
        var jwk = keys.published().keys().get(0);
        // Then
        assertThat(jwk.get("kty").asText()).isEqualTo("OKP");
        assertThat(jwk.get("crv").asText()).isEqualTo("Ed25519");
        assertThat(jwk.get("kid").asText()).isEqualTo("1");
        assertThat(jwk.get("x").asText()).hasSize(43);
        assertThat(jwk).doesNotContainKey("d");
    }

    private static TicketKeys.Pair pair(int number) {
        KeyPair pair = TicketKeyStore.generate();
        return TicketKeys.Pair.decode(
                number, pair.getPublic().getEncoded(), pair.getPrivate().getEncoded());
    }
}

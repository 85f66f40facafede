package io.ticketsafe.tickets.agency;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.common.crypto.SecretBox;
import io.ticketsafe.contract.tickets.OrderOperations.Buyer;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CustomersTest {
    private static final UUID AGENCY = Ids.next();
    private final Customers customers = new Customers(new SecretBox("a master key of at least thirty-two characters"));

    @Test
    void spellingMakesNoDifference() {
        assertThat(key(new Buyer("José", "JOSE@Example.org"))).isEqualTo(key(new Buyer("Zé", "jose@example.org")));
        assertThat(key(new Buyer("Jose\u0301  Silva", null))).isEqualTo(key(new Buyer(" JOSÉ SILVA", null)));
        assertThat(key(new Buyer("Ana", "a@b.c", "7"))).isEqualTo(key(new Buyer("Eva", null, "7 ")));
    }

    @Test
    void whatIsSaidDiffersFromWhatItIsSaidOf() {
        assertThat(key(new Buyer("a@b.c", null))).isNotEqualTo(key(new Buyer("x", "a@b.c")));
        assertThat(key(new Buyer("x", null, "a@b.c"))).isNotEqualTo(key(new Buyer("x", "a@b.c")));
        assertThat(customers.of(Ids.next(), new Buyer("x", null)).countsFor()).isNotEqualTo(key(new Buyer("x", null)));
    }

    @Test
    void theKeyIsNoIdOfAUser() {
        UUID key = key(new Buyer("x", null));
        assertThat(key.version()).isEqualTo(8);
        assertThat(key.variant()).isEqualTo(2);
    }

    @Test
    void whatIsSealedComesBack() {
        Buyer customer = new Buyer("José \"Zé\" 🎭", null, "7");
        String sealed = customers.seal(customer);
        assertThat(customers.open(sealed)).isEqualTo(customer);
        assertThat(sealed).doesNotContain("Jos");
    }

    private UUID key(Buyer customer) {
        return customers.of(AGENCY, customer).countsFor();
    }
}

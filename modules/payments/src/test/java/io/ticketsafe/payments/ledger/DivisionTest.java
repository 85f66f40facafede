package io.ticketsafe.payments.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault.Violation;
import io.ticketsafe.contract.payments.PaymentOperations.Account;
import io.ticketsafe.contract.payments.PaymentOperations.EntryKind;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DivisionTest {
    private static final UUID ORGANIZER = UUID.randomUUID();
    private static final UUID AGENCY = UUID.randomUUID();
    private static final Money HUNDRED = new Money(100, "BRL");

    @Provide
    Arbitrary<List<Share>> shares() {
        Arbitrary<Share> owner = Arbitraries.of(
                share(Account.ORGANIZER, ORGANIZER, EntryKind.SALE, 0),
                share(Account.ORGANIZER, ORGANIZER, EntryKind.FEE, 0),
                share(Account.ORGANIZER, ORGANIZER, EntryKind.COMMISSION, 0),
                share(Account.PLATFORM, null, EntryKind.FEE, 0),
                share(Account.AGENCY, AGENCY, EntryKind.COMMISSION, 0));
        Arbitrary<Long> minor = Arbitraries.longs().between(-1_000_000, 1_000_000_000);
        return Combinators.combine(owner, minor)
                .as((of, amount) -> share(of.account(), of.party(), of.kind(), amount))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    /** Whatever refunds took before, the one that takes the rest leaves nothing on any account. */
    @Property
    void whatTakesTheRestLeavesNothing(
            @ForAll("shares") List<Share> booked, @ForAll("shares") List<Share> takenBefore) {
        // When
        List<Share> rest = Division.left(booked, takenBefore);
        // Then
        List<Share> taken = new ArrayList<>(takenBefore);
        taken.addAll(rest);
        assertThat(Division.left(booked, taken)).isEmpty();
        assertThat(Division.sumMinor(rest)).isEqualTo(Division.sumMinor(booked) - Division.sumMinor(takenBefore));
    }

    @Test
    void whereNothingIsSaidAllOfItIsTheOrganizers() {
        assertThat(Division.orAllTo(ORGANIZER, 100, null))
                .containsExactly(share(Account.ORGANIZER, ORGANIZER, EntryKind.SALE, 100));
    }

    @Test
    void sharesThatSumToTheAmountAreRight() {
        assertThat(wrong(List.of(
                        share(Account.ORGANIZER, ORGANIZER, EntryKind.SALE, 100),
                        share(Account.ORGANIZER, ORGANIZER, EntryKind.COMMISSION, -10),
                        share(Account.AGENCY, AGENCY, EntryKind.COMMISSION, 10))))
                .isEmpty();
        assertThat(wrong(null)).isEmpty();
    }

    static List<List<Share>> impossible() {
        return List.of(
                List.of(),
                List.of(share(Account.ORGANIZER, ORGANIZER, EntryKind.SALE, 99)),
                List.of(share(Account.PROVIDER, null, EntryKind.SALE, 100)),
                List.of(share(Account.SELLER, null, EntryKind.SALE, 100)),
                List.of(share(Account.ORGANIZER, null, EntryKind.SALE, 100)),
                List.of(share(Account.PLATFORM, ORGANIZER, EntryKind.FEE, 100)),
                List.of(share(Account.ORGANIZER, ORGANIZER, EntryKind.REFUND, 100)),
                List.of(share(Account.ORGANIZER, ORGANIZER, null, 100)),
                List.of(share(null, ORGANIZER, EntryKind.SALE, 100)),
                List.of(
                        share(Account.ORGANIZER, ORGANIZER, EntryKind.SALE, Long.MAX_VALUE),
                        share(Account.PLATFORM, null, EntryKind.FEE, Long.MIN_VALUE)),
                Collections.singletonList(null),
                Collections.nCopies(51, share(Account.PLATFORM, null, EntryKind.FEE, 2)));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void otherSharesAreRefused(List<Share> shares) {
        assertThat(wrong(shares)).isNotEmpty();
    }

    private static List<Violation> wrong(List<Share> shares) {
        List<Violation> violations = new ArrayList<>();
        Division.check(violations, shares, HUNDRED);
        return violations;
    }

    private static Share share(Account account, UUID party, EntryKind kind, long minor) {
        return new Share(account, party, kind, minor);
    }
}

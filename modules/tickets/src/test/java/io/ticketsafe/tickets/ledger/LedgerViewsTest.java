package io.ticketsafe.tickets.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.payments.PaymentOperations.Account;
import io.ticketsafe.contract.payments.PaymentOperations.EntryKind;
import io.ticketsafe.contract.payments.PaymentOperations.LedgerEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerViewsTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID ORGANIZER = UUID.randomUUID();
    private static final UUID AGENCY = UUID.randomUUID();
    private static final UUID PAYMENT = UUID.randomUUID();
    private static final UUID ASKED_AS = UUID.randomUUID();
    private static final UUID REFUND = UUID.randomUUID();
    private static final UUID BY_ITSELF = UUID.randomUUID();

    /** 100.00 and a fee of 5.00, with 10.00 for the agency; half goes back, then the rest by payments itself. */
    private static final List<LedgerEntry> BOOKED = List.of(
            entry(null, EntryKind.SALE, Account.PROVIDER, null, 10_500),
            entry(null, EntryKind.SALE, Account.ORGANIZER, ORGANIZER, -10_000),
            entry(null, EntryKind.FEE, Account.PLATFORM, null, -500),
            entry(null, EntryKind.COMMISSION, Account.ORGANIZER, ORGANIZER, 1_000),
            entry(null, EntryKind.COMMISSION, Account.AGENCY, AGENCY, -1_000),
            entry(ASKED_AS, EntryKind.REFUND, Account.PROVIDER, null, -5_250),
            entry(ASKED_AS, EntryKind.REFUND, Account.ORGANIZER, ORGANIZER, 5_000),
            entry(ASKED_AS, EntryKind.FEE, Account.PLATFORM, null, 250),
            entry(ASKED_AS, EntryKind.COMMISSION, Account.ORGANIZER, ORGANIZER, -500),
            entry(ASKED_AS, EntryKind.COMMISSION, Account.AGENCY, AGENCY, 500),
            entry(BY_ITSELF, EntryKind.REFUND, Account.PROVIDER, null, -5_250),
            entry(BY_ITSELF, EntryKind.REFUND, Account.ORGANIZER, ORGANIZER, 5_250));

    @ParameterizedTest
    @EnumSource(LedgerSight.class)
    void everyViewOfEveryGroupSumsToNothing(LedgerSight sight) {
        assertThat(view(sight).stream()
                        .collect(Collectors.groupingBy(
                                LedgerEntry::group,
                                Collectors.summingLong(entry -> entry.amount().amountMinor())))
                        .values())
                .hasSize(3)
                .allMatch(minor -> minor == 0);
    }

    @Test
    void theOrganizerSeesWhatWasBooked() {
        assertThat(view(LedgerSight.EVERYTHING))
                .hasSize(BOOKED.size())
                .extracting(LedgerEntry::amount)
                .containsExactlyElementsOf(
                        BOOKED.stream().map(LedgerEntry::amount).toList());
    }

    @Test
    void refundsAreCalledAsTheApiCallsThem() {
        assertThat(view(LedgerSight.EVERYTHING))
                .filteredOn(entry -> entry.group().equals(ASKED_AS))
                .allMatch(entry -> entry.refundId().equals(REFUND));
        assertThat(view(LedgerSight.EVERYTHING))
                .filteredOn(entry -> entry.group().equals(BY_ITSELF))
                .allMatch(entry -> entry.refundId() == null);
    }

    @Test
    void anAgencySeesItsOwnCommission() {
        assertThat(view(LedgerSight.OWN_COMMISSION).stream().limit(3))
                .containsExactly(
                        entry(null, EntryKind.SALE, Account.PROVIDER, null, 10_500),
                        entry(null, EntryKind.COMMISSION, Account.AGENCY, AGENCY, -1_000),
                        entry(null, EntryKind.SALE, Account.SELLER, null, -9_500));
    }

    @Test
    void theBuyerSeesWhatWasPaidAndWentBack() {
        assertThat(view(LedgerSight.TOTALS).stream().limit(4))
                .extracting(
                        LedgerEntry::kind,
                        LedgerEntry::account,
                        entry -> entry.amount().amountMinor())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(EntryKind.SALE, Account.PROVIDER, 10_500L),
                        org.assertj.core.groups.Tuple.tuple(EntryKind.SALE, Account.SELLER, -10_500L),
                        org.assertj.core.groups.Tuple.tuple(EntryKind.REFUND, Account.PROVIDER, -5_250L),
                        org.assertj.core.groups.Tuple.tuple(EntryKind.REFUND, Account.SELLER, 5_250L));
        assertThat(view(LedgerSight.TOTALS)).allMatch(entry -> entry.party() == null);
    }

    private static List<LedgerEntry> view(LedgerSight sight) {
        return LedgerViews.of(BOOKED, sight, AGENCY, Map.of(ASKED_AS, REFUND));
    }

    private static LedgerEntry entry(UUID refund, EntryKind kind, Account account, UUID party, long minor) {
        UUID group = refund == null ? PAYMENT : refund;
        return new LedgerEntry(group, AT, kind, account, party, new Money(minor, "BRL"), PAYMENT, refund);
    }
}

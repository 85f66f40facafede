package io.ticketsafe.tickets.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.Percent;
import io.ticketsafe.contract.payments.PaymentOperations.Account;
import io.ticketsafe.contract.payments.PaymentOperations.EntryKind;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import io.ticketsafe.tickets.sale.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SharesTest {
    private static final UUID ORGANIZER = UUID.randomUUID();
    private static final UUID AGENCY = UUID.randomUUID();

    @Provide
    Arbitrary<Offer> offer() {
        Arbitrary<Long> price = Arbitraries.longs().between(0, 1_000_000_000L);
        Arbitrary<Long> fee = Arbitraries.longs().between(0, 1_000_000_000L);
        return Combinators.combine(price, fee, Arbitraries.of(true, false)).as((priceMinor, feeMinor, byBuyer) -> {
            long boundMinor = byBuyer ? feeMinor : Math.min(feeMinor, priceMinor);
            String sign = boundMinor == 0 ? "" : (byBuyer ? "+" : "-") + boundMinor;
            return Offer.read("full", priceMinor + "BRL" + sign);
        });
    }

    @Provide
    Arbitrary<String> percent() {
        return Arbitraries.integers()
                .between(0, 10_000)
                .map(hundredths -> hundredths / 100 + "." + (hundredths % 100 < 10 ? "0" : "") + hundredths % 100);
    }

    @Provide
    Arbitrary<List<Offer>> offers() {
        return offer().list().ofMinSize(1).ofMaxSize(20);
    }

    @Property
    void sharesSumToWhatIsPaidAndNobodyGetsLessThanNothing(
            @ForAll("offers") List<Offer> offers, @ForAll("percent") String commission) {
        // Given
        Charges all = offers.stream()
                .map(offer -> Charges.of(offer, Percent.parse(commission)))
                .reduce(Charges.NONE, Charges::plus);
        // When
        Map<Account, Long> got = byAccount(orWhole(Shares.of(ORGANIZER, AGENCY, all), all));
        // Then
        long costMinor = offers.stream().mapToLong(Offer::costMinor).sum();
        assertThat(all.paidMinor()).isEqualTo(costMinor);
        assertThat(got.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(costMinor);
        assertThat(got.values()).allMatch(minor -> minor >= 0);
    }

    @Property
    void refundsOfTicketAfterTicketLeaveNothingOnAnyAccount(
            @ForAll("offers") List<Offer> offers, @ForAll("percent") String commission) {
        // Given
        List<Charges> tickets = new ArrayList<>();
        offers.forEach(offer -> tickets.add(Charges.of(offer, Percent.parse(commission))));
        Charges all = tickets.stream().reduce(Charges.NONE, Charges::plus);
        Map<Share, Long> left = new HashMap<>();
        orWhole(Shares.of(ORGANIZER, AGENCY, all), all).forEach(share -> add(left, share, share.amountMinor()));
        // When
        tickets.forEach(ticket -> orWhole(Shares.of(ORGANIZER, AGENCY, ticket), ticket)
                .forEach(share -> add(left, share, -share.amountMinor())));
        // Then
        assertThat(left.values()).allMatch(minor -> minor == 0);
    }

    /** A seat swapped for another one: what is paid more, or goes back, brings everybody to what the new one says. */
    @Property
    void aDifferenceIsSharedLikeTheTicketsThatItIsBetween(
            @ForAll("offer") Offer before, @ForAll("offer") Offer after, @ForAll("percent") String commission) {
        // Given
        Charges sold = Charges.of(before, Percent.parse(commission));
        Charges wanted = Charges.of(after, Percent.parse(commission));
        Charges difference = wanted.minus(sold);
        // When
        Map<Account, Long> got = byAccount(orWhole(Shares.of(ORGANIZER, AGENCY, sold), sold));
        byAccount(orWhole(Shares.of(ORGANIZER, AGENCY, difference), difference))
                .forEach((account, minor) -> got.merge(account, minor, Long::sum));
        // Then
        Map<Account, Long> expected = byAccount(orWhole(Shares.of(ORGANIZER, AGENCY, wanted), wanted));
        for (Account account : Account.values()) {
            assertThat(got.getOrDefault(account, 0L)).isEqualTo(expected.getOrDefault(account, 0L));
        }
        assertThat(difference.paidMinor()).isEqualTo(after.costMinor() - before.costMinor());
    }

    @Test
    void whatIsAllTheOrganizersNeedNotBeSaid() {
        assertThat(Shares.of(ORGANIZER, null, new Charges(10_000, 0, 0, 0))).isNull();
    }

    @Test
    void everyPartIsNamed() {
        // When
        List<Share> shares = Shares.of(ORGANIZER, AGENCY, new Charges(10_000, 500, 300, 1_000));
        // Then
        assertThat(shares)
                .containsExactly(
                        new Share(Account.ORGANIZER, ORGANIZER, EntryKind.SALE, 10_000),
                        new Share(Account.ORGANIZER, ORGANIZER, EntryKind.FEE, -300),
                        new Share(Account.PLATFORM, null, EntryKind.FEE, 800),
                        new Share(Account.ORGANIZER, ORGANIZER, EntryKind.COMMISSION, -1_000),
                        new Share(Account.AGENCY, AGENCY, EntryKind.COMMISSION, 1_000));
    }

    @Test
    void commissionIsAtMostWhatTheOrganizersFeeLeavesOver() {
        Offer offer = Offer.read("full", new Money(1_000, "BRL").amountMinor() + "BRL-700");
        assertThat(Charges.of(offer, Percent.parse("50")).commissionMinor()).isEqualTo(300);
    }

    private static List<Share> orWhole(List<Share> shares, Charges charges) {
        return shares != null
                ? shares
                : List.of(new Share(Account.ORGANIZER, ORGANIZER, EntryKind.SALE, charges.paidMinor()));
    }

    private static Map<Account, Long> byAccount(List<Share> shares) {
        Map<Account, Long> sums = new HashMap<>();
        shares.forEach(share -> sums.merge(share.account(), share.amountMinor(), Long::sum));
        return sums;
    }

    private static void add(Map<Share, Long> sums, Share share, long minor) {
        sums.merge(new Share(share.account(), share.party(), share.kind(), 0), minor, Long::sum);
    }
}

package io.ticketsafe.tickets.refund;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.common.Ids;
import io.ticketsafe.contract.payments.PaymentOperations.Account;
import io.ticketsafe.contract.payments.PaymentOperations.EntryKind;
import io.ticketsafe.contract.payments.PaymentOperations.Share;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SharesOfPartsTest {
    private final UUID organizer = Ids.next();
    private final List<Share> shares = List.of(
            new Share(Account.ORGANIZER, organizer, EntryKind.SALE, 10_000),
            new Share(Account.ORGANIZER, organizer, EntryKind.FEE, -333),
            new Share(Account.PLATFORM, null, EntryKind.FEE, 1_334));

    private static long sum(List<Share> shares) {
        return shares.stream().mapToLong(Share::amountMinor).sum();
    }

    @Test
    void everyPartSumsToItsAmountAndAllPartsToTheWhole() {
        // When
        List<Share> first = SharesOfParts.of(shares, 11_001, 0, 7_777);
        List<Share> second = SharesOfParts.of(shares, 11_001, 7_777, 3_224);
        // Then
        assertThat(sum(first)).isEqualTo(7_777);
        assertThat(sum(second)).isEqualTo(3_224);
        for (int i = 0; i < shares.size(); i++) {
            assertThat(first.get(i).amountMinor() + second.get(i).amountMinor())
                    .isEqualTo(shares.get(i).amountMinor());
        }
    }

    @Test
    void theWholeKeepsItsSharesAndNothingNeedNotBeDivided() {
        assertThat(SharesOfParts.of(shares, 11_001, 0, 11_001)).isSameAs(shares);
        assertThat(SharesOfParts.of(null, 11_001, 0, 1)).isNull();
    }
}

package io.ticketsafe.tickets.sale;

import static io.ticketsafe.tickets.Sheets.fee;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.events.EventOperations.Fee;
import io.ticketsafe.contract.events.EventOperations.FeePayer;
import io.ticketsafe.contract.events.EventOperations.TicketType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeesTest {
    @ParameterizedTest
    @CsvSource({
        "12500, 500,       , 500",
        "12500, 0,   10.00, 1250",
        "12500, 500, 10,    1750",
        "999,   0,   7.5,   75",
        "1,     0,   50,    1",
        "0,     300, 10,    300",
    })
    void aFeeIsItsAmountAndItsShareOfThePriceRoundedHalfUp(
            long priceMinor, long amountMinor, String percent, long feeMinor) {
        assertThat(Fees.minorOf(fee(amountMinor, percent, FeePayer.BUYER), priceMinor))
                .isEqualTo(feeMinor);
    }

    @Test
    void theOrganizerPaysNoMoreThanThePrice() {
        assertThat(Fees.minorOf(fee(800, "50", FeePayer.ORGANIZER), 1_000)).isEqualTo(1_000);
        assertThat(Fees.minorOf(fee(800, null, FeePayer.ORGANIZER), 0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "BUYER,     500, full:12500BRL+500, 500,  0",
        "ORGANIZER, 500, full:12500BRL-500, ,   500",
        "BUYER,     0,   full:12500BRL,     ,     0",
    })
    void aHoldRemembersTheFeeAndAnOfferIsReadBack(
            FeePayer paidBy, long feeMinor, String inHolds, Long ofBuyer, long ofOrganizer) {
        // Given
        Fee fee = new Fee(new Money(feeMinor, "BRL"), null, paidBy);
        // When
        Offer offer = Fees.offer(new TicketType("full", "Full", new Money(12_500, "BRL"), List.of(), fee));
        Offer read = Offer.read("full", inHolds.substring("full:".length()));
        // Then
        assertThat(offer.inHolds()).isEqualTo(inHolds);
        assertThat(offer.fee()).isEqualTo(ofBuyer == null ? null : new Money(ofBuyer, "BRL"));
        assertThat(offer.organizerFeeMinor()).isEqualTo(ofOrganizer);
        assertThat(read).isEqualTo(offer);
    }
}

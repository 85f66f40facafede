package io.ticketsafe.events.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.events.EventOperations.Fee;
import io.ticketsafe.contract.events.EventOperations.FeePayer;
import io.ticketsafe.events.input.Violations;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeeCheckTest {
    private static final Money PRICE = brl(10_000);

    @Test
    void anAmountAPercentageOrBothAreAFee() {
        assertThat(wrong(new Fee(brl(200), null, FeePayer.BUYER))).isEmpty();
        assertThat(wrong(new Fee(null, "7.5", FeePayer.ORGANIZER))).isEmpty();
        assertThat(wrong(new Fee(brl(20_000), "100", FeePayer.BUYER))).isEmpty();
        assertThat(wrong(new Fee(brl(10_000), null, FeePayer.ORGANIZER))).isEmpty();
    }

    @Test
    void whatIsWrongIsPointedTo() {
        assertThat(wrong(new Fee(brl(200), null, null))).containsExactly("/fee/paidBy");
        assertThat(wrong(new Fee(null, null, FeePayer.BUYER))).containsExactly("/fee");
        assertThat(wrong(new Fee(null, "7.555", FeePayer.BUYER))).containsExactly("/fee/percent");
        assertThat(wrong(new Fee(null, "-1", FeePayer.BUYER))).containsExactly("/fee/percent");
        assertThat(wrong(new Fee(brl(-1), null, FeePayer.BUYER))).containsExactly("/fee/amount/amountMinor");
        assertThat(wrong(new Fee(brl(1_000_000_001), null, FeePayer.BUYER))).containsExactly("/fee/amount/amountMinor");
        assertThat(wrong(new Fee(new Money(1, "USD"), null, FeePayer.BUYER))).containsExactly("/fee/amount/currency");
    }

    @Test
    void anOrganizerCannotPayMoreThanThePrice() {
        assertThat(wrong(new Fee(brl(10_001), null, FeePayer.ORGANIZER))).containsExactly("/fee/amount/amountMinor");
    }

    private static List<String> wrong(Fee fee) {
        Violations violations = new Violations();
        FeeCheck.check(violations, "/fee", fee, PRICE);
        ServiceFault fault = catchThrowableOfType(ServiceFault.class, violations::throwIfAny);
        return fault == null
                ? List.of()
                : fault.members().getJsonArray("errors").stream()
                        .map(error -> ((JsonObject) error).getString("pointer"))
                        .toList();
    }

    private static Money brl(long amountMinor) {
        return new Money(amountMinor, "BRL");
    }
}

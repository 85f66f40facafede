package io.ticketsafe.app.saga;

import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.bus.Caller;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Webhook;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Payers at their bank, which tells of what they did, or does not. */
final class Payers {
    private static final int MOST_TRIES = 4;
    private static final Call NOBODY = new Call(Caller.NOBODY, null, null, null);

    private final World world;
    private final Timeline timeline;
    private final Bus bus;
    private final boolean silent;

    Payers(World world, Bus bus) {
        this.world = world;
        this.bus = bus;
        timeline = world.timeline();
        silent = timeline.happens(0.3);
    }

    /** A payer acts and the bank tells of it, for a while or not at all; or the bank just tells. */
    void act() {
        List<Bank.Charge> charges = world.bank().charges();
        if (charges.isEmpty()) {
            return;
        }
        List<Bank.Charge> open = charges.stream()
                .filter(charge -> charge.state == Bank.State.REQUIRES_ACTION)
                .toList();
        List<Bank.Charge> givenUp = world.bank().payableThoughGivenUp();
        Bank.Charge charge = !givenUp.isEmpty() && timeline.happens(0.5)
                ? timeline.oneOf(givenUp)
                : timeline.oneOf(open.isEmpty() || timeline.happens(0.2) ? charges : open);
        actOn(charge);
    }

    /** The same with what somebody was asked to do. */
    void actOn(UUID paymentId) {
        Bank.Charge charge = world.bank().find(paymentId, null);
        if (charge != null) {
            actOn(charge);
        }
    }

    private void actOn(Bank.Charge charge) {
        world.bank().payerActs(charge, timeline.happens(0.85));
        timeline.note("at the bank: " + charge);
        for (int i = silent ? 0 : timeline.chance().nextInt(3); i > 0; i--) {
            tell(charge, MOST_TRIES);
        }
    }

    private void tell(Bank.Charge charge, int triesLeft) {
        Webhook message = new Webhook(BankProvider.NAME, Map.of(), charge.paymentId.toString());
        bus.call(PaymentOperations.WEBHOOK, message, NOBODY).onFailure(failure -> {
            if (triesLeft > 1) {
                timeline.after(5_000, "the bank tells again", null, () -> tell(charge, triesLeft - 1));
            }
        });
    }
}

package io.ticketsafe.app.saga;

import io.ticketsafe.common.bus.Bus;
import io.ticketsafe.common.bus.Call;
import io.ticketsafe.common.bus.Caller;
import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.payments.PaymentOperations;
import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.payments.PaymentOperations.Webhook;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.CreateOrder;
import io.ticketsafe.contract.tickets.OrderOperations.GetOrder;
import io.ticketsafe.contract.tickets.OrderOperations.Order;
import io.ticketsafe.contract.tickets.OrderOperations.PayOrder;
import io.ticketsafe.contract.tickets.OrderOperations.RefundOrder;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.CancelSale;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** What buyers, the organiser, payers and their bank do, at any time and in any order. */
final class Buyers {
    private static final int MOST_ORDERS = 4;
    private static final int MOST_TRIES = 4;
    private static final long PAYERS_PATIENCE_MS = 12_000;
    private static final Set<FaultCode> WORTH_A_REPEAT =
            Set.of(FaultCode.UNAVAILABLE, FaultCode.IDEMPOTENCY_IN_FLIGHT, FaultCode.RATE_LIMITED);
    private static final String REFUNDABLE = """
            SELECT o.id, o.buyer_id, array_agg(t.id ORDER BY t.id) AS tickets FROM tickets.ticket_order o
            JOIN tickets.ticket t ON t.order_id = o.id
            WHERE o.status IN ('paid', 'partially_refunded') AND t.status <> 'void' GROUP BY o.id ORDER BY o.id
            """;
    private static final Call NOBODY = new Call(Caller.NOBODY, null, null, null);

    private final World world;
    private final Timeline timeline;
    private final Bus bus;
    private final List<Known> orders = new ArrayList<>();
    private final List<Known> paying = new ArrayList<>();
    private final List<Known> paid = new ArrayList<>();
    private final List<Runnable> payments = new ArrayList<>();
    private int commandsLeft;
    private int ordersLeft = MOST_ORDERS;
    private int keys;

    private record Known(UUID orderId, UUID buyer) {}

    Buyers(World world) {
        this.world = world;
        timeline = world.timeline();
        World.Shared shared = world.shared();
        bus = new Bus(
                VirtualVertx.of(timeline, null, world.network().of(null)),
                shared.tokens().verifier(),
                shared.tokens().serviceTokens(),
                shared.meters());
        commandsLeft = (int) timeline.between(5, 16);
    }

    boolean haveMoreToDo() {
        return commandsLeft > 0;
    }

    /** One command; its answer comes by and by. */
    Future<?> act() {
        commandsLeft--;
        if (orders.isEmpty()) {
            order();
            return Future.succeededFuture();
        }
        int dice = timeline.chance().nextInt(100);
        if (dice < 18) {
            order();
        } else if (dice < 46) {
            pay();
        } else if (dice < 50) {
            payAgain();
        } else if (dice < 54) {
            cancel();
        } else if (dice < 82) {
            return refund();
        } else if (dice < 97) {
            bankActs();
        } else if (dice < 98) {
            bus.callAsService(SaleOperations.CANCEL, new CancelSale(Hall.EVENT, "rain"), null);
        } else {
            return world.killOne();
        }
        return Future.succeededFuture();
    }

    private void order() {
        if (ordersLeft-- <= 0) {
            pay();
            return;
        }
        UUID buyer = timeline.oneOf(Hall.BUYERS);
        List<String> seats = new ArrayList<>();
        int first = (int) timeline.between(1, Hall.SEATS);
        for (int number = first; number <= Hall.SEATS && number < first + timeline.between(0, 2); number++) {
            seats.add(Hall.seat(number));
        }
        if (seats.isEmpty() || timeline.happens(0.3)) {
            seats.add(null);
        }
        UUID holdId = Nature.randomId();
        world.holds().hold(holdId, Hall.EVENT, buyer, seats);
        ask(OrderOperations.CREATE, new CreateOrder(holdId, null, null, null), buyer, order -> remember(order, buyer));
    }

    private void remember(Order order, UUID buyer) {
        Known known = new Known(order.id(), buyer);
        if (!orders.contains(known)) {
            orders.add(known);
        }
    }

    private void pay() {
        if (orders.isEmpty()) {
            return;
        }
        List<Known> open = orders.stream()
                .filter(known -> !paid.contains(known) && !paying.contains(known))
                .toList();
        boolean rashly = timeline.happens(0.1);
        if (open.isEmpty() && !rashly) {
            bankActs();
            return;
        }
        Known order = timeline.oneOf(rashly ? orders : open);
        PayOrder request = new PayOrder(order.orderId(), method());
        String key = nextKey();
        paying.add(order);
        timeline.after(PAYERS_PATIENCE_MS, "may pay again", null, () -> paying.remove(order));
        Runnable payment = () -> ask(OrderOperations.PAY, request, order.buyer(), key, 0, answer -> {
            if (answer.status() == PaymentStatus.SUCCEEDED && !paid.contains(order)) {
                paid.add(order);
            }
        });
        payments.add(payment);
        payment.run();
        if (timeline.happens(0.15)) {
            payment.run();
        }
    }

    private Method method() {
        int dice = timeline.chance().nextInt(12);
        if (dice < 3) {
            return new Method(MethodType.PIX, null);
        }
        return new Method(MethodType.CARD, dice < 4 ? Bank.DECLINE : dice < 6 ? Bank.ACTION : Bank.APPROVE);
    }

    private void payAgain() {
        if (!payments.isEmpty()) {
            timeline.oneOf(payments).run();
        }
    }

    private void cancel() {
        Known order = timeline.oneOf(orders);
        ask(OrderOperations.CANCEL, new GetOrder(order.orderId()), order.buyer(), answer -> {});
    }

    /** Of an order that is paid, whether its buyer knows of it or not; all of it or some tickets, often asked for by two at once. */
    private Future<?> refund() {
        return world.postgres().ask(REFUNDABLE).map(rows -> {
            List<Row> found = new ArrayList<>();
            rows.forEach(found::add);
            if (found.isEmpty()) {
                pay();
                return null;
            }
            Row row = timeline.oneOf(found);
            Known order = new Known(row.getUUID("id"), row.getUUID("buyer_id"));
            List<UUID> tickets = timeline.happens(0.4) ? null : some(row.getArrayOfUUIDs("tickets"));
            for (int i = timeline.happens(0.5) ? 2 : 1; i > 0; i--) {
                refund(order, tickets);
            }
            return null;
        });
    }

    private List<UUID> some(UUID[] tickets) {
        List<UUID> chosen = new ArrayList<>(List.of(tickets));
        while (chosen.size() > 1 && timeline.happens(0.7)) {
            chosen.remove(timeline.chance().nextInt(chosen.size()));
        }
        return chosen;
    }

    private void refund(Known order, List<UUID> tickets) {
        UUID who = timeline.happens(0.5) ? order.buyer() : Hall.ORGANIZER;
        ask(OrderOperations.REFUND, new RefundOrder(order.orderId(), tickets, "changed my mind"), who, answer -> {});
    }

    /** A payer acts and the bank tells of it, for a while or not at all; or the bank just tells. */
    private void bankActs() {
        List<Bank.Charge> charges = world.bank().charges();
        if (charges.isEmpty()) {
            return;
        }
        List<Bank.Charge> open = charges.stream()
                .filter(charge -> charge.state == Bank.State.REQUIRES_ACTION)
                .toList();
        List<Bank.Charge> givenUp = world.bank().payableThoughGivenUp();
        Bank.Charge charge = !givenUp.isEmpty() && timeline.happens(0.3)
                ? timeline.oneOf(givenUp)
                : timeline.oneOf(open.isEmpty() || timeline.happens(0.2) ? charges : open);
        world.bank().payerActs(charge, timeline.happens(0.85));
        timeline.note("at the bank: " + charge);
        for (int i = timeline.chance().nextInt(3); i > 0; i--) {
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

    private String nextKey() {
        return "key " + ++keys;
    }

    private <Q, R> void ask(BusOperation<Q, R> operation, Q request, UUID user, Consumer<R> whenAnswered) {
        ask(operation, request, user, nextKey(), 0, whenAnswered);
    }

    private <Q, R> void ask(
            BusOperation<Q, R> operation, Q request, UUID user, String key, int tries, Consumer<R> whenAnswered) {
        timeline.note("asks " + key + ": " + request);
        bus.call(operation, request, world.shared().tokens().call(user, key)).onComplete((answer, failure) -> {
            timeline.note("answer to " + key + ": " + (failure == null ? answer : failure));
            if (failure == null) {
                whenAnswered.accept(answer);
                return;
            }
            FaultCode code = ((ServiceFault) failure).code();
            if (code == FaultCode.INTERNAL) {
                world.audit().found("an internal error answered " + request);
            }
            if (WORTH_A_REPEAT.contains(code) && tries < MOST_TRIES && timeline.happens(0.7)) {
                timeline.after(
                        timeline.oneOf(List.of(1L, 800L, 6_000L, 40_000L)),
                        "repeats " + key,
                        null,
                        () -> ask(operation, request, user, key, tries + 1, whenAnswered));
            }
        });
    }
}

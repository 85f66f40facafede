package io.ticketsafe.app.saga;

import io.ticketsafe.contract.payments.PaymentOperations.Method;
import io.ticketsafe.contract.payments.PaymentOperations.MethodType;
import io.ticketsafe.contract.payments.PaymentOperations.PaymentStatus;
import io.ticketsafe.contract.tickets.OrderOperations;
import io.ticketsafe.contract.tickets.OrderOperations.CancelChange;
import io.ticketsafe.contract.tickets.OrderOperations.Change;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeOrder;
import io.ticketsafe.contract.tickets.OrderOperations.ChangeStatus;
import io.ticketsafe.contract.tickets.OrderOperations.CreateOrder;
import io.ticketsafe.contract.tickets.OrderOperations.GetOrder;
import io.ticketsafe.contract.tickets.OrderOperations.PayOrder;
import io.ticketsafe.contract.tickets.OrderOperations.RefundOrder;
import io.ticketsafe.contract.tickets.SaleOperations;
import io.ticketsafe.contract.tickets.SaleOperations.CancelSale;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/** What buyers and the organiser do, at any time and in any order. */
final class Buyers {
    private static final int MOST_ORDERS = 4;
    private static final long PAYERS_PATIENCE_MS = 12_000;

    /** Later than an order waits for its payment. */
    private static final long LATE_MS = 620_000;

    private static final String PAID = """
            SELECT o.id, o.buyer_id, array_agg(t.id ORDER BY t.id) AS tickets FROM tickets.ticket_order o
            JOIN tickets.ticket t ON t.order_id = o.id
            WHERE o.status IN ('paid', 'partially_refunded') AND t.status <> 'void' GROUP BY o.id ORDER BY o.id
            """;

    private final World world;
    private final Timeline timeline;
    private final Client client;
    private final Payers payers;
    private final List<Known> orders = new ArrayList<>();
    private final List<Known> paying = new ArrayList<>();
    private final List<Known> paid = new ArrayList<>();
    private final List<Runnable> payments = new ArrayList<>();
    private int commandsLeft;
    private int ordersLeft = MOST_ORDERS;

    private record Known(UUID orderId, UUID buyer) {}

    Buyers(World world) {
        this.world = world;
        timeline = world.timeline();
        client = new Client(world);
        payers = new Payers(world, client.bus());
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
        } else if (dice < 68) {
            return ofPaid(this::refund);
        } else if (dice < 84) {
            return ofPaid(this::swap);
        } else if (dice < 97) {
            payers.act();
        } else if (dice < 98) {
            client.bus().callAsService(SaleOperations.CANCEL, new CancelSale(Hall.EVENT, "rain"), null);
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
            seats.add(timeline.happens(0.3) ? null : Hall.seat(number));
        }
        if (seats.isEmpty() || timeline.happens(0.3)) {
            seats.add(null);
        }
        UUID holdId = hold(buyer, seats);
        client.ask(
                OrderOperations.CREATE,
                new CreateOrder(holdId, null, null, null),
                buyer,
                order -> remember(new Known(order.id(), buyer)));
    }

    private UUID hold(UUID holder, List<String> seats) {
        UUID holdId = Nature.randomId();
        world.holds().hold(holdId, Hall.EVENT, holder, seats);
        return holdId;
    }

    private void remember(Known known) {
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
            payers.act();
            return;
        }
        pay(timeline.oneOf(rashly ? orders : open));
    }

    private void pay(Known order) {
        PayOrder request = new PayOrder(order.orderId(), method());
        String key = client.nextKey();
        paying.add(order);
        timeline.after(PAYERS_PATIENCE_MS, "may pay again", null, () -> paying.remove(order));
        Runnable payment = () -> client.ask(OrderOperations.PAY, request, order.buyer(), key, answer -> {
            if (answer.status() == PaymentStatus.SUCCEEDED && !paid.contains(order)) {
                paid.add(order);
                thinkAgain();
            } else if (answer.status() == PaymentStatus.REQUIRES_ACTION && timeline.happens(0.85)) {
                timeline.after(
                        timeline.happens(0.5) ? 0 : LATE_MS, "a payer looks", null, () -> payerActsSoon(answer.id()));
                thinkAgain();
            }
        });
        payments.add(payment);
        payment.run();
        if (timeline.happens(0.15)) {
            payment.run();
        }
    }

    private void payerActsSoon(UUID paymentId) {
        timeline.after(soon(), "a payer acts", null, () -> payers.actOn(paymentId));
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
        client.ask(OrderOperations.CANCEL, new GetOrder(order.orderId()), order.buyer(), answer -> {});
    }

    /** Does something with an order that is paid, whether its buyer knows of it or not. */
    private Future<?> ofPaid(BiConsumer<Known, UUID[]> act) {
        return world.postgres().ask(PAID).map(rows -> {
            List<Row> found = new ArrayList<>();
            rows.forEach(found::add);
            if (found.isEmpty()) {
                pay();
                return null;
            }
            Row row = timeline.oneOf(found);
            act.accept(new Known(row.getUUID("id"), row.getUUID("buyer_id")), row.getArrayOfUUIDs("tickets"));
            return null;
        });
    }

    /** All tickets or some, often asked for by two at once. */
    private void refund(Known order, UUID[] tickets) {
        List<UUID> chosen = timeline.happens(0.4) ? null : some(tickets);
        for (int i = timeline.happens(0.7) ? 2 : 1; i > 0; i--) {
            client.ask(
                    OrderOperations.REFUND,
                    new RefundOrder(order.orderId(), chosen, "changed my mind"),
                    either(order),
                    answer -> {});
        }
    }

    /** Places that may be others', for some tickets; what costs more is mostly paid. */
    private void swap(Known order, UUID[] tickets) {
        UUID who = either(order);
        List<UUID> chosen = some(tickets);
        List<String> seats = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            String seat = Hall.seat((int) timeline.between(1, Hall.SEATS));
            seats.add(seats.contains(seat) || timeline.happens(0.4) ? null : seat);
        }
        ChangeOrder request = new ChangeOrder(order.orderId(), hold(who, seats), chosen);
        String key = client.nextKey();
        for (int i = timeline.happens(0.15) ? 2 : 1; i > 0; i--) {
            client.ask(OrderOperations.CHANGE, request, who, key, change -> goOn(order, change, who));
        }
    }

    private void goOn(Known order, Change change, UUID who) {
        if (change.status() != ChangeStatus.PENDING) {
            thinkAgain();
            return;
        }
        remember(order);
        paid.remove(order);
        paying.remove(order);
        int dice = timeline.chance().nextInt(10);
        if (dice < 8) {
            timeline.after(soon(), "pays a swap", null, () -> pay(order));
        } else if (dice < 9) {
            client.ask(
                    OrderOperations.CANCEL_CHANGE, new CancelChange(order.orderId(), change.id()), who, answer -> {});
        }
    }

    /** Who has paid often wants something else soon. */
    private void thinkAgain() {
        if (timeline.happens(0.7)) {
            boolean otherPlaces = timeline.happens(0.6);
            timeline.later(soon(), "thinks again", () -> ofPaid(otherPlaces ? this::swap : this::refund));
        }
    }

    private long soon() {
        return timeline.oneOf(List.of(1L, 700L, 9_000L, 40_000L));
    }

    private UUID either(Known order) {
        return timeline.happens(0.6) ? order.buyer() : Hall.ORGANIZER;
    }

    private List<UUID> some(UUID[] tickets) {
        List<UUID> chosen = new ArrayList<>(List.of(tickets));
        while (chosen.size() > 1 && timeline.happens(0.7)) {
            chosen.remove(timeline.chance().nextInt(chosen.size()));
        }
        return chosen;
    }
}

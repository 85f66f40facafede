package io.ticketsafe.tickets.hold;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.HoldOperations.Hold;
import io.ticketsafe.contract.tickets.HoldOperations.HoldStatus;
import io.ticketsafe.contract.tickets.HoldOperations.Item;
import io.ticketsafe.contract.tickets.HoldOperations.StandingPlaces;
import io.ticketsafe.tickets.agency.SoldFor;
import io.ticketsafe.tickets.inventory.Outcome;
import io.ticketsafe.tickets.inventory.PlacesText;
import io.ticketsafe.tickets.sale.Offer;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.Section;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What the scripts' replies say to the caller. */
final class HoldAnswers {
    private HoldAnswers() {}

    /**
     * The hold, or the refusal thrown.
     *
     * @param soldFor null unless the hold is an agency's
     */
    static Hold read(Sale sale, UUID id, Response reply, SoldFor soldFor) {
        int outcome = Outcome.of(reply);
        if (outcome != Outcome.OK) {
            throw refusal(sale, outcome, reply);
        }
        Collector places = new Collector(sale);
        PlacesText.visit(sale, reply.get(5).toString(), places);
        String adjacent = reply.get(6).toString();
        return new Hold(
                id,
                sale.eventId(),
                status(reply.get(2).toString().charAt(0)),
                places.seats,
                places.standing,
                places.items,
                new Money(places.totalMinor, places.currency),
                adjacent.isEmpty() ? null : adjacent.equals("1"),
                Instant.ofEpochMilli(reply.get(3).toLong()),
                Instant.ofEpochMilli(reply.get(4).toLong()),
                soldFor == null ? null : soldFor.agencyId(),
                soldFor == null ? null : soldFor.customer());
    }

    private static HoldStatus status(char state) {
        return switch (state) {
            case 'a' -> HoldStatus.ACTIVE;
            case 'o' -> HoldStatus.ORDERED;
            case 'r' -> HoldStatus.RELEASED;
            default -> HoldStatus.EXPIRED;
        };
    }

    private static ServiceFault refusal(Sale sale, int outcome, Response reply) {
        return switch (outcome) {
            case Outcome.SEATS_TAKEN -> {
                JsonArray labels = new JsonArray();
                for (int i = 2; i < reply.size(); i++) {
                    String seat = reply.get(i).toString();
                    int colon = seat.indexOf(':');
                    Section section = sale.section(seat.substring(0, colon));
                    labels.add(section.labelAt(Integer.parseInt(seat.substring(colon + 1))));
                }
                yield fault(FaultCode.SEATS_TAKEN, "Somebody else has these seats.", "seats", labels);
            }
            case Outcome.NO_BLOCK ->
                fault(
                        FaultCode.NOT_ENOUGH_SEATS,
                        "There are not so many seats left.",
                        "largestBlock",
                        reply.get(2).toInteger());
            case Outcome.NO_STANDING ->
                fault(
                                FaultCode.NOT_ENOUGH_SEATS,
                                "There are not so many standing places left.",
                                "left",
                                reply.get(3).toInteger())
                        .with("section", reply.get(2).toString());
            case Outcome.PER_ORDER ->
                fault(
                        FaultCode.LIMIT_PER_ORDER,
                        "An order may have at most " + reply.get(2).toInteger() + " places.",
                        "limit",
                        reply.get(2).toInteger());
            case Outcome.PER_BUYER ->
                fault(
                        FaultCode.LIMIT_PER_BUYER,
                        "A buyer may have at most " + reply.get(2).toInteger() + " places of this event.",
                        "limit",
                        reply.get(2).toInteger());
            default -> Outcome.fault(outcome);
        };
    }

    private static ServiceFault fault(FaultCode code, String detail, String member, Object value) {
        return new ServiceFault(code, detail, new JsonObject().put(member, value));
    }

    private static final class Collector implements PlacesText.Visitor {
        private final List<String> seats = new ArrayList<>(4);
        private final List<StandingPlaces> standing = new ArrayList<>(2);
        private final List<Item> items = new ArrayList<>(4);
        private String currency;
        private String channel;
        private long totalMinor;

        Collector(Sale sale) {
            currency = sale.currency();
        }

        @Override
        public void channel(String code) {
            channel = code;
        }

        @Override
        public void seat(Section section, int position, Offer offer, boolean chosen) {
            String label = section.labelAt(position);
            seats.add(label);
            add(label, section, offer);
        }

        @Override
        public void standing(Section section, int quantity, Offer offer, boolean chosen) {
            standing.add(new StandingPlaces(section.code(), quantity));
            for (int i = 0; i < quantity; i++) {
                add(null, section, offer);
            }
        }

        private void add(String label, Section section, Offer offer) {
            items.add(new Item(label, section.code(), offer.ticketType(), offer.price(), offer.fee(), channel));
            totalMinor += offer.costMinor();
            currency = offer.price().currency();
        }
    }
}

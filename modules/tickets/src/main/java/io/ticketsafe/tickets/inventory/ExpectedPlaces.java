package io.ticketsafe.tickets.inventory;

import io.ticketsafe.tickets.inventory.Claims.SeatClaim;
import io.ticketsafe.tickets.inventory.Claims.StandingClaim;
import io.ticketsafe.tickets.sale.Offer;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.Section;
import io.vertx.redis.client.Response;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What Redis must say of held places, counters and caps, as it follows from claims and holds. */
final class ExpectedPlaces {
    private final Sale sale;
    private final Map<ByteBuffer, Integer> caps = new HashMap<>();
    private final Map<String, BitSet> held = new HashMap<>();
    private final Map<String, StandingCounts> standing = new HashMap<>();
    private final Map<String, Map<String, Integer>> used = new HashMap<>();
    private final Set<ByteBuffer> holds = new HashSet<>();

    /** One thing to put right: the letter of a seat, or the counters of a standing section, whose position is ''. */
    record Mend(byte[] section, Object position, String value) {}

    ExpectedPlaces(Sale sale, Claims claims) {
        this.sale = sale;
        for (SeatClaim claim : claims.seats()) {
            if (sale.seat(claim.seat()) != null) {
                caps.merge(buyer(claim.buyer()), 1, Integer::sum);
            }
        }
        for (StandingClaim claim : claims.standing()) {
            Section section = sale.section(claim.section());
            if (section != null && !section.isSeated()) {
                caps.merge(buyer(claim.buyer()), claim.quantity(), Integer::sum);
                use(claim.section(), claim.channel(), claim.quantity());
                standing.merge(claim.section(), StandingCounts.of(claim), StandingCounts::plus);
            }
        }
    }

    private static ByteBuffer buyer(UUID id) {
        return ByteBuffer.wrap(RawId.of(id));
    }

    private void use(String section, String channel, int quantity) {
        if (channel != null) {
            used.computeIfAbsent(section, code -> new TreeMap<>()).merge(channel, quantity, Integer::sum);
        }
    }

    /**
     * A hold that was told before counts once.
     *
     * @param buyer as {@link RawId#of} has it
     */
    void hold(ByteBuffer id, ByteBuffer buyer, String places) {
        if (!holds.add(id)) {
            return;
        }
        PlacesText.visit(sale, places, new PlacesText.Visitor() {
            private String channel;

            @Override
            public void channel(String code) {
                channel = code;
            }

            @Override
            public void seat(Section section, int position, Offer offer, boolean chosen) {
                held.computeIfAbsent(section.code(), code -> new BitSet()).set(position);
                caps.merge(buyer, 1, Integer::sum);
            }

            @Override
            public void standing(Section section, int quantity, Offer offer, boolean chosen) {
                standing.merge(section.code(), new StandingCounts(0, quantity, 0, 0), StandingCounts::plus);
                caps.merge(buyer, quantity, Integer::sum);
                use(section.code(), channel, quantity);
            }
        });
    }

    /** Raw id and right count of each buyer who is miscounted. */
    List<Object> wrongCaps(Map<ByteBuffer, String> counted) {
        List<Object> wrong = new ArrayList<>();
        Set<ByteBuffer> buyers = new HashSet<>(counted.keySet());
        buyers.addAll(caps.keySet());
        for (ByteBuffer buyer : buyers) {
            String right = String.valueOf(caps.getOrDefault(buyer, 0));
            if (!right.equals(counted.getOrDefault(buyer, "0"))) {
                wrong.add(buyer.array());
                wrong.add(right);
            }
        }
        return wrong;
    }

    /** @param contents of the sections in the sale's order */
    List<Mend> wrongPlaces(List<Response> contents) {
        List<Mend> wrong = new ArrayList<>();
        for (int i = 0; i < sale.sections().size(); i++) {
            Section section = sale.sections().get(i);
            if (section.isSeated()) {
                addSeats(section, contents.get(i).toString(), wrong);
            } else {
                addCounters(section, contents.get(i), wrong);
            }
        }
        return wrong;
    }

    private void addSeats(Section section, String text, List<Mend> wrong) {
        BitSet mine = held.getOrDefault(section.code(), new BitSet());
        for (int position = 0; position < text.length(); position++) {
            char letter = Character.toLowerCase(text.charAt(position));
            if (letter == 'h' && !mine.get(position)) {
                wrong.add(new Mend(section.key(), position, "f"));
            } else if (letter != 'h' && letter != 'c' && letter != 's' && mine.get(position)) {
                wrong.add(new Mend(section.key(), position, "h"));
            }
        }
    }

    private void addCounters(Section section, Response fields, List<Mend> wrong) {
        StandingCounts taken = standing.getOrDefault(section.code(), StandingCounts.NONE);
        StandingCounts right = taken.plus(new StandingCounts(section.capacity() - taken.sum(), 0, 0, 0));
        Map<String, Integer> rightly = used.getOrDefault(section.code(), Map.of());
        if (!right.equals(StandingCounts.of(fields))
                || !ChannelCounts.used(fields).equals(rightly)
                || !ChannelCounts.addUp(fields)) {
            StringBuilder text = new StringBuilder(right.text());
            rightly.forEach((channel, quantity) ->
                    text.append(' ').append(channel).append('=').append(quantity));
            wrong.add(new Mend(section.key(), "", text.toString()));
        }
    }
}

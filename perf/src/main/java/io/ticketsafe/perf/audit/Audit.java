package io.ticketsafe.perf.audit;

import io.ticketsafe.perf.audit.Booked.Ticket;
import io.ticketsafe.perf.audit.Books.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares the books with each other and with what people were told. Computes only; {@link Auditor} reads and waits. */
final class Audit {
    private final Diary diary;
    private final Books books;
    private final Findings findings = new Findings();
    private final List<Ticket> issued;
    private final List<Ticket> living;

    private Audit(Diary diary, Books books) {
        this.diary = diary;
        this.books = books;
        this.issued = books.orders().stream()
                .flatMap(order -> order.tickets().stream())
                .toList();
        this.living = issued.stream().filter(Ticket::lives).toList();
    }

    /** @return what does not add up, a line each; nothing when everything does */
    static List<String> compare(Diary diary, Books books) {
        Audit audit = new Audit(diary, books);
        audit.nothingIsSoldTwice();
        audit.everyOrderIsWhole();
        audit.whatPeopleWereToldIsBooked();
        audit.nobodyOrderedWhatNobodyWasTold();
        audit.sectionsAddUp();
        audit.seatMapsShowWhatIsSold();
        audit.reportsAndMoneyAgree();
        audit.everybodyWentInOnce();
        return audit.findings.lines();
    }

    private void nothingIsSoldTwice() {
        Set<String> ids = new HashSet<>();
        Map<String, String> owners = new HashMap<>();
        for (Booked order : books.orders()) {
            for (Ticket ticket : order.tickets()) {
                if (!ids.add(ticket.id())) {
                    findings.add("tickets that stand twice in the books", ticket.id());
                }
                String seat = ticket.place().seat();
                if (ticket.lives() && seat != null && owners.putIfAbsent(seat, order.id()) != null) {
                    findings.add("seats SOLD TWICE", seat + " to orders " + owners.get(seat) + " and " + order.id());
                }
            }
        }
    }

    private void everyOrderIsWhole() {
        for (Booked order : books.orders()) {
            long items = order.places().stream()
                    .mapToLong(place -> place.priceMinor() + place.feeMinor())
                    .sum();
            findings.differ("orders whose total is not the sum of their items", order.id(), order.totalMinor(), items);
            int tickets = order.tickets().size();
            findings.differ(
                    "orders without a ticket for each place that is paid",
                    order.id(),
                    tickets,
                    order.wasPaid() ? order.places().size() : 0);
            long back = order.tickets().stream()
                    .filter(ticket -> !ticket.lives())
                    .mapToLong(ticket ->
                            ticket.place().priceMinor() + ticket.place().feeMinor())
                    .sum();
            findings.differ(
                    "orders that gave back more or less than their void tickets cost",
                    order.id(),
                    order.refundedMinor(),
                    back);
        }
        books.ledgers().forEach((id, ledger) -> {
            findings.differ("orders whose ledger does not sum to 0", id, ledger.sumMinor(), 0);
            books.orders().stream()
                    .filter(order -> order.id().equals(id))
                    .forEach(order -> findings.differ(
                            "orders whose ledger keeps other money than the order",
                            id,
                            ledger.keptMinor(),
                            order.wasPaid() ? order.totalMinor() - order.refundedMinor() : 0));
        });
    }

    private void whatPeopleWereToldIsBooked() {
        Map<String, Booked> byId =
                books.orders().stream().collect(Collectors.toMap(Booked::id, Function.identity(), (one, other) -> one));
        diary.orders().forEach((id, told) -> {
            Booked booked = byId.get(id);
            if (booked == null) {
                findings.add("orders that were answered and are LOST", id);
                return;
            }
            if (!sorted(told.places()).equals(sorted(booked.places())) || told.totalMinor() != booked.totalMinor()) {
                findings.add("orders that are booked otherwise than answered", id);
            }
            compareState(id, booked);
        });
    }

    private void compareState(String id, Booked booked) {
        Booked paid = diary.paid().get(id);
        if (paid != null && !booked.wasPaid()) {
            findings.add("orders that were answered as paid and are not", id + " is " + booked.status());
        }
        if (paid == null && booked.wasPaid() && !diary.isUnsureAbout(id)) {
            findings.add("orders that are paid and nobody was told", id);
        }
        if (diary.canceled().contains(id) && !booked.status().equals("canceled")) {
            findings.add("orders that were answered as canceled and are not", id + " is " + booked.status());
        }
        Map<String, Ticket> tickets = booked.tickets().stream()
                .collect(Collectors.toMap(Ticket::id, Function.identity(), (one, other) -> one));
        if (paid != null) {
            for (Ticket told : paid.tickets()) {
                Ticket found = tickets.get(told.id());
                if (found == null || !Objects.equals(found.place(), told.place())) {
                    findings.add("tickets that were handed out and are LOST", told.id());
                }
            }
        }
        Set<String> back = diary.refunded().getOrDefault(id, Set.of());
        for (Ticket ticket : booked.tickets()) {
            if (ticket.lives() == back.contains(ticket.id()) && !diary.isUnsureAbout(id)) {
                findings.add("tickets whose refund is not as answered", ticket.id() + " is " + ticket.status());
            }
        }
    }

    private void nobodyOrderedWhatNobodyWasTold() {
        List<String> strange = books.orders().stream()
                .map(Booked::id)
                .filter(id -> !diary.orders().containsKey(id))
                .toList();
        if (strange.size() > diary.unknownOrders()) {
            strange.forEach(id -> findings.add(
                    "orders in the books that nobody was told of (" + diary.unknownOrders()
                            + " requests had no answer)",
                    id));
        }
    }

    private void sectionsAddUp() {
        Map<String, Long> sold = living.stream()
                .collect(Collectors.groupingBy(ticket -> ticket.place().section(), Collectors.counting()));
        Map<String, Integer> claimed = new HashMap<>();
        books.orders().stream()
                .filter(order -> order.status().equals("pending"))
                .forEach(order ->
                        order.placesBySection().forEach((section, n) -> claimed.merge(section, n, Integer::sum)));
        Map<String, Integer> held = new HashMap<>();
        books.heldStill().forEach((id, status) -> {
            if (status.equals("active")) {
                diary.holds().get(id).places().forEach((section, n) -> held.merge(section, n, Integer::sum));
            } else if (!status.equals("expired")) {
                findings.add(
                        "holds that nobody ordered or released and that are neither held nor expired",
                        id + " is " + status);
            }
        });
        new TreeMap<>(books.sections()).forEach((code, section) -> {
            long sum = section.free() + section.held() + section.claimed() + section.sold() + section.blocked();
            findings.differ("sections whose counters do not add up to their capacity", code, sum, section.capacity());
            findings.differ(
                    "sections that count other places as sold than have tickets",
                    code,
                    section.sold(),
                    sold.getOrDefault(code, 0L));
            findings.differ(
                    "sections that count other places as claimed than are ordered",
                    code,
                    section.claimed(),
                    claimed.getOrDefault(code, 0));
            if (diary.unknownHolds() == 0) {
                findings.differ(
                        "sections that count other places as held than people hold",
                        code,
                        section.held(),
                        held.getOrDefault(code, 0));
            }
        });
    }

    private void seatMapsShowWhatIsSold() {
        Set<String> owned = living.stream()
                .map(ticket -> ticket.place().seat())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        books.seats().forEach((code, letters) -> {
            Section section = books.sections().get(code);
            Map<Character, Long> counts = letters.values().stream()
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            List<Long> map = List.of('f', 'h', 'c', 's', 'b').stream()
                    .map(letter -> counts.getOrDefault((char) letter, 0L))
                    .toList();
            List<Long> counted =
                    List.of(section.free(), section.held(), section.claimed(), section.sold(), section.blocked());
            if (!map.equals(counted)) {
                findings.add("seat maps with other counts than the availability", code + " " + map + " and " + counted);
            }
            letters.forEach((seat, letter) -> {
                if ((letter == 's') != owned.contains(seat)) {
                    findings.add("seats that the map shows otherwise than their tickets say", seat + " is " + letter);
                }
            });
        });
    }

    private void reportsAndMoneyAgree() {
        List<Ticket> returned =
                issued.stream().filter(ticket -> !ticket.lives()).toList();
        long gross = prices(issued);
        long back = prices(returned);
        var sales = books.sales();
        String report = "totals of the sales report";
        findings.differ(
                report,
                "orders",
                sales.orders(),
                books.orders().stream().filter(Booked::wasPaid).count());
        findings.differ(report, "ticketsSold", sales.ticketsSold(), issued.size());
        findings.differ(report, "ticketsRefunded", sales.ticketsRefunded(), returned.size());
        findings.differ(report, "grossMinor", sales.grossMinor(), gross);
        findings.differ(report, "refundedMinor", sales.refundedMinor(), back);
        findings.differ(report, "netMinor", sales.netMinor(), gross - back);
        findings.differ(
                "lines of the statement", "salesMinor", books.statement().salesMinor(), gross);
        findings.differ(
                "lines of the statement", "refundsMinor", books.statement().refundsMinor(), -back);
    }

    private void everybodyWentInOnce() {
        diary.admissions().forEach((code, times) -> {
            if (times.get() > 1) {
                findings.add("tickets that were LET IN TWICE", code);
            }
        });
        Set<String> inside = issued.stream()
                .filter(ticket -> ticket.status().equals("checked_in"))
                .map(Ticket::code)
                .collect(Collectors.toSet());
        Set<String> told = diary.admissions().keySet();
        inside.stream()
                .filter(code -> !told.contains(code) && !diary.unsureScans().contains(code))
                .forEach(code -> findings.add("tickets that are checked in and nobody was let in", code));
        told.stream()
                .filter(code -> !inside.contains(code))
                .forEach(code -> findings.add("people who were let in with a ticket that is not checked in", code));
        findings.differ("totals of the attendance report", "checkedIn", books.checkedIn(), inside.size());
    }

    private static long prices(List<Ticket> tickets) {
        return tickets.stream().mapToLong(ticket -> ticket.place().priceMinor()).sum();
    }

    private static List<Booked.Place> sorted(List<Booked.Place> places) {
        return places.stream()
                .sorted(Comparator.comparing(Booked.Place::toString))
                .toList();
    }

    /** What was found, by its kind, with some examples of each. */
    private static final class Findings {
        private static final int EXAMPLES = 3;

        private final Map<String, List<String>> byKind = new TreeMap<>();

        void add(String kind, String which) {
            byKind.computeIfAbsent(kind, ignored -> new ArrayList<>()).add(which);
        }

        void differ(String kind, String which, long found, long expected) {
            if (found != expected) {
                add(kind, which + ": " + found + " instead of " + expected);
            }
        }

        List<String> lines() {
            List<String> lines = new ArrayList<>();
            byKind.forEach((kind, found) -> lines.add(found.size() + " " + kind + ": "
                    + String.join(", ", found.subList(0, Math.min(EXAMPLES, found.size())))
                    + (found.size() > EXAMPLES ? ", …" : "")));
            return lines;
        }
    }
}

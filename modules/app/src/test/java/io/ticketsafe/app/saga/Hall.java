package io.ticketsafe.app.saga;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ticketsafe.contract.Json;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.events.EventOperations.Fee;
import io.ticketsafe.contract.events.EventOperations.FeePayer;
import io.ticketsafe.contract.events.EventOperations.TicketType;
import io.ticketsafe.contract.events.VenueOperations.SectionKind;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRow;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRules;
import io.ticketsafe.contract.tickets.SaleOperations.SheetSection;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** The one event of a run: too small for its public. */
final class Hall {
    static final UUID ORGANIZER = new UUID(0x7000, 0x8000_0000_0000_0001L);
    static final List<UUID> BUYERS =
            List.of(new UUID(0x7000, 0x8000_0000_0000_0002L), new UUID(0x7000, 0x8000_0000_0000_0003L));
    static final UUID EVENT = new UUID(0x7001, 0x8000_0000_0000_0001L);
    static final int SEATS = 4;
    static final int STANDING = 3;
    static final String CURRENCY = "BRL";

    private static final UUID ORGANIZATION = new UUID(0x7002, 0x8000_0000_0000_0001L);
    /** Two prices, so that swaps cost more, or less, or as much; and a fee on top of the one and within the other. */
    private static final List<TicketType> TYPES = List.of(
            new TicketType(
                    Holds.SEAT_TYPE,
                    "Full price",
                    new Money(10_000, CURRENCY),
                    List.of(Holds.SEATS),
                    new Fee(new Money(150, CURRENCY), "7.5", FeePayer.BUYER)),
            new TicketType(
                    Holds.STANDING_TYPE,
                    "Floor",
                    new Money(6_000, CURRENCY),
                    List.of(Holds.STANDING),
                    new Fee(null, "10", FeePayer.ORGANIZER)));

    private static final int HOLD_MINUTES = 10;

    private Hall() {}

    static String seat(int number) {
        return Holds.SEATS + "-1-" + number;
    }

    static Future<?> open(Postgres postgres, Instant now) {
        SaleSheet sheet = sheet(now);
        return postgres.ask(
                        """
                        INSERT INTO tickets.sale (event_id, organization_id, version, sheet, ends_at, status, created_at)
                        VALUES ($1, $2, 1, $3::text::json, $4, 'open', $5)
                        """,
                        EVENT,
                        ORGANIZATION,
                        json(sheet),
                        sheet.endsAt().atOffset(ZoneOffset.UTC),
                        now.atOffset(ZoneOffset.UTC))
                .compose(inserted -> postgres.ask(
                        "INSERT INTO tickets.standing_stock (event_id, section, capacity) VALUES ($1, $2, $3)",
                        EVENT,
                        Holds.STANDING,
                        STANDING));
    }

    private static SaleSheet sheet(Instant now) {
        List<String> names =
                IntStream.rangeClosed(1, SEATS).mapToObj(String::valueOf).toList();
        return new SaleSheet(
                EVENT,
                ORGANIZATION,
                1,
                "Noite de samba",
                "Arena",
                "America/Sao_Paulo",
                now.plus(Duration.ofDays(30)),
                now.plus(Duration.ofDays(30)).plus(Duration.ofHours(3)),
                List.of(
                        new SheetSection(
                                Holds.SEATS,
                                "Seats",
                                SectionKind.SEATED,
                                SEATS,
                                List.of(new SheetRow("1", names, List.of()))),
                        new SheetSection(Holds.STANDING, "Floor", SectionKind.STANDING, STANDING, null)),
                TYPES,
                new SheetRules(now.minusSeconds(60), now.plus(Duration.ofDays(30)), 0, 0, HOLD_MINUTES));
    }

    private static String json(SaleSheet sheet) {
        try {
            return Json.MAPPER.writeValueAsString(sheet);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

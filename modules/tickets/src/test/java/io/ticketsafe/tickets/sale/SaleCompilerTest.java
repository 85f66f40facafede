package io.ticketsafe.tickets.sale;

import static io.ticketsafe.tickets.Sheets.row;
import static io.ticketsafe.tickets.Sheets.sheet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.Money;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.contract.tickets.SaleOperations.SaleSheet;
import io.ticketsafe.contract.tickets.SaleOperations.SeatRow;
import io.ticketsafe.contract.tickets.SaleOperations.SheetRow;
import io.ticketsafe.tickets.Sheets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SaleCompilerTest {
    @Test
    void everySeatHasAPlaceInTheTextAndALabel() {
        // Given
        Sale sale = compile(sheet().section("A", List.of(row("1", 3), row("X.2", 12, "11", "12"), row("3", 1))));
        Section section = sale.section("A");
        // When
        String text = section.freeText().toString();
        // Then
        assertThat(text).isEqualTo("fff|ffffffffffFF|f");
        for (String label : List.of("A-1-1", "A-1-3", "A-X.2-1", "A-X.2-12", "A-3-1")) {
            assertThat(section.labelAt(sale.seat(label).position())).isEqualTo(label);
        }
        assertThat(sale.seat("A-X.2-11").position()).isEqualTo(text.indexOf('F'));
        assertThat(section.capacity()).isEqualTo(16);
    }

    @Test
    void aRowTellsNamesThatCannotBeGuessedAndWhichSeatsAreAccessible() {
        // Given
        Section section = compile(sheet().section(
                                "A", List.of(row("1", 3, "2"), new SheetRow("2", List.of("x", "y"), List.of()))))
                .section("A");
        // When, then
        assertThat(section.show(0, "fhf")).isEqualTo(new SeatRow("1", "fhf", null, List.of("2")));
        assertThat(section.show(1, "fs")).isEqualTo(new SeatRow("2", "fs", List.of("x", "y"), null));
    }

    @Test
    void labelsThatNameNoSeatAreNone() {
        // Given
        Sale sale = compile(sheet().seated("A", 3).standing("S", 10));
        // When, then
        for (String label : List.of("", "A", "A-1", "A-1-4", "A-2-1", "B-1-1", "A-1-1-1", "S-1-1", "-", "--", "A--1")) {
            assertThat(sale.seat(label)).as(label).isNull();
        }
    }

    @Test
    void theFirstTicketTypeThatCoversASectionIsItsDefault() {
        // Given
        Sale sale = compile(sheet().seated("A", 3)
                .seated("B", 3)
                .type("vip", 900, "B")
                .type("full", 500)
                .type("half", 250, "A"));
        // When, then
        assertThat(sale.section("A").offers()).extracting(Offer::ticketType).containsExactly("full", "half");
        assertThat(sale.section("B").offers()).extracting(Offer::ticketType).containsExactly("vip", "full");
        assertThat(sale.offer("A", "half").map(Offer::price)).contains(new Money(250, "BRL"));
        assertThat(sale.offer("B", "half")).isEmpty();
        assertThat(sale.offer("C", "full")).isEmpty();
    }

    @Test
    void aHoldKeepsAPriceThatIsNoLongerAsked() {
        // Given
        Section section = compile(sheet().seated("A", 3).type("full", 500)).section("A");
        // When, then
        assertThat(section.offerInHold("full", "500BRL")).isSameAs(section.offer("full"));
        assertThat(section.offerInHold("full", "400BRL").price()).isEqualTo(new Money(400, "BRL"));
        assertThat(section.offerInHold("gone", "1USD").price()).isEqualTo(new Money(1, "USD"));
    }

    static Stream<Sheets> impossible() {
        return Stream.of(
                sheet(),
                sheet().seated("A-B", 3),
                sheet().seated("A:B", 3),
                sheet().seated("A", 3).seated("A", 3),
                sheet().section("A", List.of()),
                sheet().section("A", List.of(row("1", 2), row("1", 2))),
                sheet().section("A", List.of(row("1-2", 2))),
                sheet().section("A", List.of(new SheetRow("1", List.of("1", "1"), null))),
                sheet().section("A", List.of(new SheetRow("1", List.of("1-1"), null))),
                sheet().section("A", List.of(row("1", 0))),
                sheet().standing("S", -1),
                sheet().standing("S", 500_001),
                sheet().seated("A", 3).type("a:b", 1),
                sheet().seated("A", 3).type("a", 1).type("a", 2),
                sheet().seated("A", 3).type("a", -1));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void impossibleSheetsAreRefused(Sheets sheet) {
        assertThatThrownBy(() -> compile(sheet))
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.VALIDATION));
    }

    private static Sale compile(Sheets sheet) {
        SaleSheet built = sheet.build();
        return SaleCompiler.compile(1, false, Instant.now(), built);
    }
}

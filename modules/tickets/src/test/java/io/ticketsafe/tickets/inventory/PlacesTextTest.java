package io.ticketsafe.tickets.inventory;

import static io.ticketsafe.tickets.Sheets.sheet;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.tickets.inventory.PlacesText.Visitor;
import io.ticketsafe.tickets.inventory.PlacesText.Writer;
import io.ticketsafe.tickets.sale.Offer;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.Sales;
import io.ticketsafe.tickets.sale.Section;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacesTextTest {
    private final Sale sale = Sales.of(
            1,
            sheet().seated("A", 30)
                    .seated("B", 30)
                    .standing("S", 30)
                    .type("full", 500)
                    .type("half", 250));
    private final Section a = sale.section("A");
    private final Section b = sale.section("B");
    private final Section s = sale.section("S");

    @Test
    void neighboursBecomeRunsAndLikeSeatsOneGroup() {
        // Given
        Writer writer = new Writer();
        // When
        boolean first = writer.seat(a, 3, a.offer("full"), false);
        boolean second = writer.seat(a, 4, a.offer("full"), false);
        writer.seat(a, 5, a.offer("full"), false);
        writer.seat(a, 9, a.offer("full"), false);
        boolean other = writer.seat(a, 10, a.offer("half"), true);
        writer.seat(b, 10, b.offer("full"), false);
        writer.standing(s, 4, s.offer("half"), true);
        // Then
        assertThat(writer)
                .hasToString("A:full:500BRL:0:3-5,9;A:half:250BRL:1:10;B:full:500BRL:0:10;S:half:250BRL:1:*4");
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(other).isTrue();
    }

    @Test
    void whatWasWrittenIsRead() {
        // Given
        String text = "B:half:250BRL:1:0,5-7;S:full:500BRL:0:*2;A:full:500BRL:0:29";
        List<String> read = new ArrayList<>();
        // When
        PlacesText.visit(sale, text, new Visitor() {
            @Override
            public void seat(Section section, int position, Offer offer, boolean chosen) {
                read.add(section.labelAt(position) + " " + offer.ticketType() + " " + chosen);
            }

            @Override
            public void standing(Section section, int quantity, Offer offer, boolean chosen) {
                read.add(section.code() + " x" + quantity + " " + offer.price().amountMinor() + " " + chosen);
            }
        });
        // Then
        assertThat(read)
                .containsExactly(
                        "B-1-1 half true",
                        "B-1-6 half true",
                        "B-1-7 half true",
                        "B-1-8 half true",
                        "S x2 500 false",
                        "A-1-30 full false");
    }

    @Test
    void anEmptyTextHasNoPlaces() {
        assertThat(new Writer()).hasToString("");
    }
}

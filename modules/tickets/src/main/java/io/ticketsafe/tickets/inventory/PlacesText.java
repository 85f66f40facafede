package io.ticketsafe.tickets.inventory;

import io.ticketsafe.tickets.sale.Offer;
import io.ticketsafe.tickets.sale.Sale;
import io.ticketsafe.tickets.sale.Section;

/**
 * The places of a hold as its scripts write them: groups {@code SECTION:TYPE:PRICE:CHOSEN:LIST} joined by ';'. CHOSEN is 1 or 0 and
 * the code of the channel whose key was shown, if one was. LIST is {@code *QUANTITY} for standing places, else positions and
 * runs of positions such as {@code 12,14-16}.
 */
public final class PlacesText {
    private static final char STANDING = '*';

    private PlacesText() {}

    /** Told of every place, in order. */
    public interface Visitor {
        /** @param code of the channel of the places that are told next; null for none */
        default void channel(String code) {}

        /** @param chosen whether the buyer named the ticket type */
        void seat(Section section, int position, Offer offer, boolean chosen);

        void standing(Section section, int quantity, Offer offer, boolean chosen);
    }

    public static void visit(Sale sale, String text, Visitor visitor) {
        int at = 0;
        while (at < text.length()) {
            int type = text.indexOf(':', at) + 1;
            int price = text.indexOf(':', type) + 1;
            int chosen = text.indexOf(':', price) + 1;
            int list = text.indexOf(':', chosen) + 1;
            int semicolon = text.indexOf(';', list);
            int end = semicolon < 0 ? text.length() : semicolon;
            Section section = sale.section(text.substring(at, type - 1));
            Offer offer = section.offerInHold(text.substring(type, price - 1), text.substring(price, chosen - 1));
            boolean named = text.charAt(chosen) == '1';
            visitor.channel(list - chosen > 2 ? text.substring(chosen + 1, list - 1) : null);
            if (text.charAt(list) == STANDING) {
                visitor.standing(section, number(text, list + 1, end), offer, named);
            } else {
                visitSeats(text, list, end, section, offer, named, visitor);
            }
            at = end + 1;
        }
    }

    private static void visitSeats(
            String text, int from, int end, Section section, Offer offer, boolean named, Visitor visitor) {
        int at = from;
        while (at < end) {
            int comma = text.indexOf(',', at);
            int stop = comma < 0 || comma > end ? end : comma;
            int dash = text.indexOf('-', at);
            boolean run = dash > 0 && dash < stop;
            int first = number(text, at, run ? dash : stop);
            int last = run ? number(text, dash + 1, stop) : first;
            for (int position = first; position <= last; position++) {
                visitor.seat(section, position, offer, named);
            }
            at = stop + 1;
        }
    }

    private static int number(String text, int from, int end) {
        return Integer.parseInt(text, from, end, 10);
    }

    /** Writes groups; seats that follow each other in one section with one offer share a group, neighbours a run. */
    public static final class Writer {
        private final StringBuilder text = new StringBuilder(64);
        private final String channel;
        private Section section;
        private Offer offer;
        private boolean chosen;
        private int first;
        private int last;

        public Writer() {
            this("");
        }

        /** @param channel code of the one whose key was shown; empty for none */
        public Writer(String channel) {
            this.channel = channel;
        }

        /** @return whether a new group was begun */
        public boolean seat(Section in, int position, Offer as, boolean named) {
            if (in == section && as == offer && named == chosen) {
                if (position == last + 1) {
                    last = position;
                } else {
                    endRun();
                    text.append(',');
                    beginRun(position);
                }
                return false;
            }
            beginGroup(in, as, named);
            section = in;
            offer = as;
            chosen = named;
            beginRun(position);
            return true;
        }

        /** Always begins a group. */
        public void standing(Section in, int quantity, Offer as, boolean named) {
            beginGroup(in, as, named);
            text.append(STANDING).append(quantity);
        }

        @Override
        public String toString() {
            endRun();
            section = null;
            return text.toString();
        }

        private void beginGroup(Section in, Offer as, boolean named) {
            endRun();
            section = null;
            if (text.length() > 0) {
                text.append(';');
            }
            text.append(in.code()).append(':').append(as.inHolds()).append(':');
            text.append(named ? '1' : '0').append(channel).append(':');
        }

        private void beginRun(int position) {
            first = position;
            last = position;
        }

        private void endRun() {
            if (section != null) {
                text.append(first);
                if (last > first) {
                    text.append('-').append(last);
                }
            }
        }
    }
}

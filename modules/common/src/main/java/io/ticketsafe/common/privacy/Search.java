package io.ticketsafe.common.privacy;

import java.util.List;

/** Looks for card numbers in values of one kind. */
interface Search {
    /** Of values that hold no text. */
    Search NOTHING = new Search() {
        @Override
        public boolean finds(Object value) {
            return false;
        }

        @Override
        public void point(Object value, String at, List<String> places) {}
    };

    /** Whether there is one; quick, since there hardly ever is. */
    boolean finds(Object value);

    /** Adds the JSON pointers (RFC 6901) of where they are. */
    void point(Object value, String at, List<String> places);
}

package io.ticketsafe.bench;

/** Who is measured. */
public enum Entrant {
    FLOOR("Floor A: bare server, one script", 1),
    SCRIPT("Floor B: script alone", 1),
    SCRIPT16("Floor B: script alone, pipelined 16", 16),
    ONE("TicketSafe, one process", 1),
    TWO("TicketSafe, two processes", 1);

    private final String title;
    private final int depth;

    Entrant(String title, int depth) {
        this.title = title;
        this.depth = depth;
    }

    public String title() {
        return title;
    }

    /** Requests under way on each connection. */
    public int depth() {
        return depth;
    }
}

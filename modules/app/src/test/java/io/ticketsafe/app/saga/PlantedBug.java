package io.ticketsafe.app.saga;

/** Mistakes that the simulation must find, to show that it would find them. */
enum PlantedBug {
    NONE,
    /** The provider is given a new key with each call, so it acts as often as it is called. */
    NO_IDEMPOTENCY_KEY,
    /** The money is taken as soon as it is reserved, before the places are sold to the order. */
    CAPTURE_BEFORE_CLAIM,
    /** Who refunds looks at order and tickets, but nothing makes sure that they are still so when the tickets are voided. */
    REFUND_WITHOUT_COMPARE_AND_SET,
    /** Nobody compares the bank's books with ours, so what it never tells is never known. */
    BOOKS_NEVER_COMPARED;

    /** The statement as the buggy code would have it. To be called where the code asks for it. */
    String misread(String sql) {
        if (this != REFUND_WITHOUT_COMPARE_AND_SET || !isOfRefunds()) {
            return sql;
        }
        return sql.replace(" FOR UPDATE OF o SKIP LOCKED", "")
                .replace(" FOR UPDATE OF o", "")
                .replace("AND status = ANY ($3::text[])", "AND $3::text[] IS NOT NULL");
    }

    private static boolean isOfRefunds() {
        return StackWalker.getInstance()
                .walk(frames ->
                        frames.anyMatch(frame -> frame.getClassName().startsWith("io.ticketsafe.tickets.refund.")));
    }
}

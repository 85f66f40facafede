package io.ticketsafe.bench.load;

/** The requests of one run and how their answers are read; for one thread. */
public interface Wire {
    /**
     * Writes one request.
     *
     * @param number counts from 0
     * @return offset behind it
     */
    int write(long number, byte[] out, int at);

    /** Length of the first whole answer, or 0 when some of it is still to come; {@link #status} tells what it was. */
    int read(byte[] in, int from, int to);

    /** HTTP status of the answer that was read last, or what would be its HTTP status. */
    int status();
}

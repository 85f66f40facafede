package io.ticketsafe.common.kafka;

/**
 * What stands at one place of the log, not yet read as a fact.
 *
 * @param value {@link CloudEvents#read}
 */
public record LoggedFact(String topic, int partition, long offset, byte[] value) {
    /** The place, as {@code topic/partition/offset}. */
    public String place() {
        return topic + "/" + partition + "/" + offset;
    }
}

package io.ticketsafe.common.kafka;

/** Kafka cannot be used; the message says why, in one line for an operator. */
public final class KafkaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KafkaException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String toString() {
        return getMessage();
    }
}

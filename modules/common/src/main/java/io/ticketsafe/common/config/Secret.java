package io.ticketsafe.common.config;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** A value that is never printed; {@link #toString()} masks it. */
public record Secret(@JsonIgnore String value) {
    public Secret {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("must not be empty");
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}

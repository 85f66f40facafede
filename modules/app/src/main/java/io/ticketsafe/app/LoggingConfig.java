package io.ticketsafe.app;

import io.ticketsafe.common.config.Limits;

/**
 * @param format lines for people, or JSON in the Elastic Common Schema; absent: by the profile
 * @param level of TicketSafe's own messages
 */
public record LoggingConfig(Format format, Level level) {
    public LoggingConfig {
        level = Limits.orDefault(level, Level.INFO);
    }

    public enum Format {
        HUMAN,
        ECS
    }

    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    Format formatFor(Profile profile) {
        return Limits.orDefault(format, profile == Profile.DEV ? Format.HUMAN : Format.ECS);
    }
}

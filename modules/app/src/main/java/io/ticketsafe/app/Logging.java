package io.ticketsafe.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import co.elastic.logging.logback.EcsEncoder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything goes to standard error, which leaves standard output to what the commands say to their user. */
public final class Logging {
    private static final String HUMAN = "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg %kvp%n";

    /** Libraries that say more than anybody wants to read. */
    private static final Map<String, Level> LIBRARIES = Map.of(
            "com.hazelcast", Level.ERROR,
            "com.hazelcast.instance", Level.OFF,
            "io.vertx.core.impl.VertxImpl", Level.OFF,
            "com.hazelcast.system", Level.OFF,
            "io.micrometer", Level.ERROR,
            "org.apache.kafka", Level.ERROR,
            "de.bwaldvogel", Level.ERROR);

    private Logging() {}

    /** Until the configuration is read: warnings, for people. */
    public static void configureForStart() {
        configure(new LoggingConfig(LoggingConfig.Format.HUMAN, LoggingConfig.Level.WARN), Profile.DEV);
    }

    public static void configure(LoggingConfig config, Profile profile) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("console");
        console.setTarget("System.err");
        console.setEncoder(encoder(context, config.formatFor(profile)));
        console.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        root.setLevel(Level.WARN);
        LIBRARIES.forEach((name, level) -> context.getLogger(name).setLevel(level));
        context.getLogger("io.ticketsafe").setLevel(Level.toLevel(config.level().name()));
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, LoggingConfig.Format format) {
        Encoder<ILoggingEvent> lines = format == LoggingConfig.Format.ECS ? ecs() : human();
        lines.setContext(context);
        lines.start();
        Encoder<ILoggingEvent> masking = new MaskingEncoder(lines);
        masking.setContext(context);
        masking.start();
        return masking;
    }

    private static Encoder<ILoggingEvent> ecs() {
        EcsEncoder ecs = new KeyValueEcsEncoder();
        ecs.setServiceName("ticketsafe");
        ecs.setServiceVersion(Logging.class.getPackage().getImplementationVersion());
        ecs.setServiceNodeName(nodeName());
        return ecs;
    }

    private static Encoder<ILoggingEvent> human() {
        PatternLayoutEncoder human = new PatternLayoutEncoder();
        human.setPattern(HUMAN);
        return human;
    }

    /** Of this process among all that ever were: the name of a container or machine, and the id of the process there. */
    static String nodeName() {
        long pid = ProcessHandle.current().pid();
        try {
            return InetAddress.getLocalHost().getHostName() + "-" + pid;
        } catch (UnknownHostException nameless) {
            return "localhost-" + pid;
        }
    }
}

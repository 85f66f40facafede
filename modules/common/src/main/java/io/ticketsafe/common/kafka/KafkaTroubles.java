package io.ticketsafe.common.kafka;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** What is wrong with Kafka, in one line for an operator. */
final class KafkaTroubles {
    private KafkaTroubles() {}

    static String describe(Throwable failure, String servers) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof SslAuthenticationException) {
            return "TLS with Kafka at " + servers + " fails: " + rootOf(cause).getMessage();
        }
        if (cause instanceof AuthenticationException) {
            return "Kafka at " + servers + " refuses the log-in: " + cause.getMessage();
        }
        if (cause instanceof TopicAuthorizationException topics) {
            return "Kafka does not let us use topics "
                    + String.join(
                            ", ", topics.unauthorizedTopics().stream().sorted().toList());
        }
        if (cause instanceof GroupAuthorizationException group) {
            return "Kafka does not let us use consumer group " + group.groupId();
        }
        if (cause instanceof TimeoutException || cause instanceof java.util.concurrent.TimeoutException) {
            return "Kafka at " + servers + " does not answer in time";
        }
        if (isUnknownHost(failure)) {
            return "no host of kafka.bootstrapServers (" + servers + ") is known";
        }
        String message = String.valueOf(rootOf(cause).getMessage());
        return message.replaceAll("\\s+", " ");
    }

    /** Whether the client goes on with the same settings once the world is better; otherwise it must be made anew. */
    static boolean isPassing(Throwable failure) {
        return unwrapped(failure) instanceof RetriableException;
    }

    static boolean isUnknownHost(Throwable failure) {
        Throwable root = rootOf(failure);
        return root instanceof ConfigException
                && String.valueOf(root.getMessage()).contains("No resolvable");
    }

    static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}

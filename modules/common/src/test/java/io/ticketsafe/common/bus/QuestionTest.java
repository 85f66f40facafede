package io.ticketsafe.common.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.Nothing;
import io.ticketsafe.contract.tickets.HoldOperations;
import io.ticketsafe.contract.tickets.HoldOperations.GetHold;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuestionTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close();
    }

    /** As when a process stands still during the pause before it asks again. */
    @Test
    void whatCannotBeAskedInTimeFails() throws Exception {
        // Given
        Question<GetHold, Nothing> question = new Question<>(
                vertx, HoldOperations.RELEASE, new GetHold(UUID.randomUUID()), new DeliveryOptions(), null, 0);
        // When
        Throwable failure = question.ask()
                .map((Throwable) null)
                .otherwise(cause -> cause)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        // Then
        assertThat(failure)
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        refused -> assertThat(refused.failureType()).isEqualTo(ReplyFailure.TIMEOUT));
    }
}
